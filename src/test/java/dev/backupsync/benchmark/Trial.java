package dev.backupsync.benchmark;

import dev.backupsync.benchmark.Figures.Around;
import dev.backupsync.benchmark.Figures.Calls;
import dev.backupsync.benchmark.Figures.Cost;
import dev.backupsync.benchmark.Figures.Late;
import dev.backupsync.benchmark.Figures.Rest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** One contestant with one workload, on an API server and at simulators that nobody used before. */
final class Trial implements AutoCloseable {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
  private static final Duration GAP = Duration.ofMillis(250);
  private static final int BUSY_PERCENT = 5;

  private final Contestant contestant;
  private final Workload work;
  private final int round;
  private final VendorProcess vendors;
  private double vendorStartsPerSecond = Double.NaN;
  private final Scene scene = new Scene();
  private final TrialObjects objects;
  private final List<String> command;

  Trial(Contestant contestant, Workload work, int round, List<String> jvm, Path jar)
      throws IOException, InterruptedException {
    this.contestant = contestant;
    this.work = work;
    this.round = round;
    var neighbours = contestant.neighbours(work);
    this.vendors = new VendorProcess(work.plan(neighbours, VendorProcess.SPARE_TARGETS));
    this.objects = new TrialObjects(scene, work, neighbours);
    objects.create(vendors.address());
    var ca = Files.writeString(Files.createTempFile("ca", ".crt"), vendors.address().ca());
    this.command = contestant.command(jvm, jar, ca, vendors.address(), work);
  }

  /** Warms the simulators up, and finds out how fast they are where nobody else is in the way. */
  void prove() throws IOException, InterruptedException {
    vendorStartsPerSecond = vendors.startsPerSecond(work.kind());
  }

  /** Lets it bring all to its end, then the late ones, then rest. */
  Figures run() throws InterruptedException {
    var runs = runs();
    var restless = work.rest().isZero() || !objects.neighbours().isEmpty();
    return runs.done() < work.syncs() || restless ? runs : runs.with(rest());
  }

  /** This operator once more, over the same objects, with other options of its JVM. */
  Entrant entrant(List<String> jvm, Path jar) {
    return new Entrant(
        contestant.command(jvm, jar, jar, vendors.address(), work), scene.kubeconfig());
  }

  private Figures runs() throws InterruptedException {
    var api = scene.counts();
    var apiCpu = Scene.apiServerCpuSeconds();
    var vendorCpu = vendors.cpuSeconds();
    try (var entrant = new Entrant(command, scene.kubeconfig())) {
      var ready = entrant.awaitReady();
      var cpuReady = entrant.child().cpuSeconds();
      var residentReady = entrant.child().residentMib();
      var done = await(entrant, 0, work.syncs());
      var cost =
          new Cost(
              entrant.child().cpuSeconds(), cpuReady, residentReady, entrant.child().peakMib());
      awaitLastWords();
      var report = vendors.report();
      var calls = calls(scene.counts().since(api), report);
      var around =
          new Around(
              Scene.apiServerCpuSeconds() - apiCpu,
              vendors.cpuSeconds() - vendorCpu,
              vendorStartsPerSecond,
              report.hung());
      var speed = timeline(report).speed(entrant.startedMillis(), ready);
      var late = done == work.syncs() ? late(entrant) : new Late(Spread.NONE, Spread.NONE);
      return new Figures(
          contestant,
          work.kind(),
          work.syncs(),
          round,
          done,
          report.starts().size(),
          speed,
          cost,
          calls,
          late,
          Rest.NONE,
          around);
    }
  }

  private Timeline timeline(Vendors.Report report) {
    return new Timeline(work, report.starts(), scene.succeeded());
  }

  /** How many of these syncs succeeded before patience was over. */
  private int await(Entrant entrant, int from, int to) throws InterruptedException {
    while (true) {
      var done =
          IntStream.range(from, to)
              .filter(i -> scene.succeeded().containsKey(work.servers().sync(i)))
              .count();
      if (done == to - from || entrant.secondsSinceStart() > work.patience().toSeconds()) {
        return (int) done;
      }
      if (!entrant.child().isAlive()) {
        throw new IllegalStateException("It ended: " + entrant.log());
      }
      Thread.sleep(LOOK_AGAIN);
    }
  }

  /** Events are written behind the work. */
  private void awaitLastWords() throws InterruptedException {
    ApiCounts before;
    do {
      before = scene.counts();
      Thread.sleep(GAP.multipliedBy(4));
    } while (!scene.counts().equals(before));
  }

  private static Calls calls(ApiCounts api, Vendors.Report report) {
    return new Calls(
        api.statusWrites(),
        api.events(),
        api.writes(),
        api.reads(),
        report.all(),
        api.requests(),
        report.calls());
  }

  private Late late(Entrant entrant) throws InterruptedException {
    var all = work.servers().targets();
    var applied = new ArrayList<Long>();
    for (var i = work.syncs(); i < all; i++) {
      applied.add(System.currentTimeMillis());
      objects.createSync(work.servers(), i);
      Thread.sleep(GAP);
    }
    await(entrant, work.syncs(), all);
    var timeline = timeline(vendors.report());
    return new Late(timeline.applyToStart(applied), timeline.endToReady(work.syncs()));
  }

  private Rest rest() throws InterruptedException {
    var api = scene.counts();
    var called = vendors.report().all();
    try (var entrant = new Entrant(command, scene.kubeconfig())) {
      var ready = entrant.awaitReady();
      settle(entrant.child());
      var settled = entrant.child().cpuSeconds();
      Thread.sleep(work.rest());
      var percent = (entrant.child().cpuSeconds() - settled) * 100 / work.rest().toSeconds();
      var asked = scene.counts().since(api);
      return new Rest(
          ready,
          settled,
          percent,
          entrant.child().residentMib(),
          asked.writes(),
          asked.reads(),
          vendors.report().all() - called);
    }
  }

  /** Until what a start brings with it is over. */
  private static void settle(Child child) throws InterruptedException {
    double before;
    do {
      before = child.cpuSeconds();
      Thread.sleep(Duration.ofSeconds(2));
    } while ((child.cpuSeconds() - before) * 100 / 2 > BUSY_PERCENT);
  }

  @Override
  public void close() {
    scene.close();
    vendors.close();
  }
}
