package dev.backupsync.soak;

import dev.backupsync.api.v1alpha1.AzureConnection;
import dev.backupsync.api.v1alpha1.VeeamConnection;
import dev.backupsync.cluster.ApiGateway;
import dev.backupsync.cluster.ApiServer;
import dev.backupsync.cluster.OperatorProcess;
import dev.backupsync.cluster.Stage;
import dev.backupsync.simulator.AzureScript;
import dev.backupsync.simulator.Match;
import dev.backupsync.simulator.VeeamScript;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** One soak: load and chaos for a while, then calm, then judgement. */
final class Soak implements AutoCloseable {
  static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(4);
  private static final Duration NEWS = Duration.ofSeconds(30);

  private final Plan plan;
  private final Consumer<String> out;
  private final Dice dice;
  private final Stage stage = Stage.open();
  private final ApiGateway gateway = ApiGateway.before(ApiServer.shared());
  private final List<Subject> subjects;
  private final Trace trace;
  private final Load load;
  private final Lives lives;
  private final ApiChaos apiChaos;
  private final List<VendorChaos> vendorChaos;
  private final Instant begun = Instant.now();
  private final Instant end;
  private final List<String> broken = new CopyOnWriteArrayList<>();

  Soak(Plan plan, Consumer<String> out) {
    this.plan = plan;
    this.out = out;
    this.end = begun.plus(plan.duration());
    this.dice = new Dice(plan.seed());
    Subjects.script(stage, dice.another());
    this.subjects = Subjects.on(stage, plan.syncs());
    this.trace = Trace.of(stage, subjects);
    this.load = new Load(stage, subjects, trace, dice.another());
    this.lives = new Lives(this::operator, plan, trace, dice.another());
    this.apiChaos = new ApiChaos(gateway, dice.another());
    this.vendorChaos =
        List.of(
            new VendorChaos(
                stage.veeam, Match.post(".*/Sync"), stage.veeam::forgetSessions, dice.another()),
            new VendorChaos(stage.azure, Match.post(".*/sync"), () -> {}, dice.another()));
  }

  private OperatorProcess operator() {
    return OperatorProcess.start(gateway.kubeconfig(), "--watch-namespaces=" + stage.namespace());
  }

  Report run() throws InterruptedException {
    connect();
    load.apply();
    chaos();
    var calm = Instant.now();
    calm();
    var report = new Report();
    report
        .figure("seed", plan.seed())
        .figure("duration", Duration.between(begun, calm))
        .figure("calm after", Duration.between(calm, Instant.now()))
        .figure("kills", lives.kills())
        .figure("  longest recovery after one", lives.longestRecovery())
        .figure("  starts without an API server", lives.failedStarts())
        .figure("  stops after a watch that broke", lives.stops())
        .figure("API server faults", apiChaos.faults())
        .figure("vendor faults", vendorChaos.stream().mapToInt(VendorChaos::faults).sum());
    new Judge(subjects, trace).tell(report);
    Judge.tellMemory(report, lives.memory());
    broken.forEach(report::violation);
    lives.oddities().forEach(report::violation);
    return report;
  }

  private void connect() {
    stage.veeamConnection().azureConnection();
    var spec =
        "{\"spec\": {\"maxConcurrentSyncs\": 32, \"requestTimeout\": \"%ds\"}}"
            .formatted(REQUEST_TIMEOUT.toSeconds());
    stage.patch(VeeamConnection.class, "vb365", spec);
    stage.patch(AzureConnection.class, "azure", spec);
  }

  private void chaos() throws InterruptedException {
    var deaths = start("lives", lives::run);
    var rest = new ArrayList<>(List.of(start("load", load::run)));
    if (plan.faults()) {
      rest.add(start("API server", apiChaos::run));
      vendorChaos.forEach(chaos -> rest.add(start("vendor", chaos::run)));
    }
    var news = begun;
    while (deaths.isAlive() && Instant.now().isBefore(end)) {
      Thread.sleep(200);
      stage.veeam.requests().clear();
      stage.azure.requests().clear();
      gateway.forget();
      if (Instant.now().isAfter(news.plus(NEWS))) {
        news = Instant.now();
        out.accept(news());
      }
    }
    rest.add(deaths);
    rest.forEach(Thread::interrupt);
    for (var thread : rest) {
      thread.join();
    }
  }

  private String news() {
    return "%5d s: %d kills, %d requests, %d runs, %d accepted starts"
        .formatted(
            Duration.between(begun, Instant.now()).toSeconds(),
            lives.kills(),
            subjects.stream().mapToInt(one -> one.asked().size()).sum(),
            trace.all(story -> story.runs().size()).stream().mapToInt(Integer::intValue).sum(),
            subjects.stream().mapToInt(one -> one.starts().size()).sum());
  }

  /**
   * Nothing fails any more, and all must come to rest with all requests served; then each is asked
   * once more.
   */
  private void calm() throws InterruptedException {
    gateway.faults().clear();
    stage.veeam.faults().clear();
    stage.azure.faults().clear();
    var run = Duration.ofSeconds(1);
    stage.veeam.script().courses(() -> new VeeamScript.Course(run, new VeeamScript.End.StayNone()));
    stage.azure.script().courses(() -> new AzureScript.Course(run, AzureScript.End.SUCCEEDED));
    var life = start("life", lives::keep);
    load.endSchedules();
    settle(); // with what was asked amid the faults
    load.askOnceMore();
    settle();
    life.interrupt();
    life.join();
    lives.process().ifPresent(OperatorProcess::terminate);
  }

  private void settle() throws InterruptedException {
    var patience = Instant.now().plus(plan.patience());
    var news = Instant.now().plus(NEWS);
    while (!unsettled().isEmpty() && Instant.now().isBefore(patience)) {
      Thread.sleep(200);
      if (Instant.now().isAfter(news)) {
        news = Instant.now().plus(NEWS);
        unsettled().forEach(out);
      }
    }
  }

  /** What is not at rest yet, and why. */
  private List<String> unsettled() {
    return subjects.stream().flatMap(subject -> unsettled(subject).stream()).toList();
  }

  private Optional<String> unsettled(Subject subject) {
    return RunLaws.unsettled(subject, trace.of(subject).status())
        .map(why -> "  %s: %s".formatted(subject.name(), why));
  }

  /** Something that goes on until interrupted. */
  @FunctionalInterface
  private interface Activity {
    void run() throws InterruptedException;
  }

  /** What breaks in the soak itself is told as a violation, or it would prove less than it says. */
  private Thread start(String name, Activity activity) {
    return Thread.ofVirtual()
        .name(name)
        .start(
            () -> {
              try {
                activity.run();
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              } catch (RuntimeException e) {
                if (!Thread.currentThread().isInterrupted() && !interrupted(e)) {
                  broken.add("The soak's own " + name + " broke: " + e);
                }
              }
            });
  }

  private static boolean interrupted(Throwable e) {
    return e instanceof InterruptedException
        || e instanceof InterruptedIOException
        || (e.getCause() != null && interrupted(e.getCause()));
  }

  @Override
  public void close() {
    lives.close();
    trace.close();
    gateway.close();
    stage.close();
  }
}
