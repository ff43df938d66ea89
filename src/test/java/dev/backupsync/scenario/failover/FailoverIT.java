package dev.backupsync.scenario.failover;

import static java.util.Locale.ROOT;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.AzureConnection;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.VeeamConnection;
import dev.backupsync.cluster.ApiGateway;
import dev.backupsync.cluster.ApiServer;
import dev.backupsync.cluster.FailOver;
import dev.backupsync.cluster.FailOver.How;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.OperatorProcess;
import dev.backupsync.cluster.Stage;
import dev.backupsync.cluster.Vendor;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.Match;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The leader of several replicas ends in every way, and another one goes on where it was. */
@OnApiServer
class FailoverIT {
  private static final Match TOKEN = Match.post(".*/([Tt]oken|oauth2/v2.0/token)");
  private static final int SIDE_BY_SIDE = 3;
  private static final Duration HELD = Duration.ofSeconds(20);
  private static final Map<String, String> PATIENT = Map.of("KUBERNETES_REQUEST_TIMEOUT", "120000");

  static Stream<FailOver> failOvers() {
    return Stream.of(How.values())
        .flatMap(how -> IntStream.rangeClosed(2, 3).mapToObj(n -> new FailOver(how, n)));
  }

  /** Some side by side, because mostly they wait for a lease to run out. */
  private static final class Played {
    static final Map<FailOver, CompletableFuture<FailOver.Seen>> ALL = all();

    private static Map<FailOver, CompletableFuture<FailOver.Seen>> all() {
      try (var threads = Executors.newFixedThreadPool(SIDE_BY_SIDE)) {
        return failOvers()
            .collect(
                toMap(
                    Function.identity(), one -> CompletableFuture.supplyAsync(one::play, threads)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("failOvers")
  void anotherReplicaGoesOnAndStartsNothingTwice(FailOver failOver) {
    var told = Played.ALL.get(failOver).join();

    System.out.printf(
        "%s, %d replicas: another one led after %.1f s, the runs' ends were told after %.1f s;"
            + " the old leader was gone after %.1f s, exit code %s, having tried %d more writes%n",
        failOver.how(),
        failOver.replicas(),
        told.untilLed().toMillis() / 1e3,
        told.untilServed().toMillis() / 1e3,
        told.untilGone().toMillis() / 1e3,
        told.exitCode(),
        told.lateWrites());
    assertThat(told.starts()).containsOnly(1);
    assertThat(told.startsAfterwards()).containsOnly(2);
    assertThat(told.mostAtOnce()).isOne();
    assertThat(told.exitCode().orElseThrow())
        .isEqualTo(
            switch (failOver.how()) {
              case STOPPED -> 143;
              case KILLED -> 137;
              case FROZEN -> 1;
            });
    assertThat(told.lateChanges().getLast())
        .as("the syncs as the new leader left them")
        .isEqualTo(told.lateChanges().getFirst());
    var released = told.holders().size() == 3 && told.holders().get(1).isEmpty();
    assertThat(told.holders())
        .as("who held the lease: the old leader, nobody where it was released, the next one")
        .hasSize(failOver.how() == How.STOPPED ? 3 : 2)
        .doesNotHaveDuplicates();
    assertThat(released).isEqualTo(failOver.how() == How.STOPPED);
  }

  /**
   * A process is frozen when its permits are saved and its POSTs have not left: some for want of
   * the API server's answer, some for want of a token. Thawed, it has no lease that could tell it
   * that another one went on, so nothing but the permit keeps it back.
   */
  @Test
  void whatAFrozenProcessHadInHandStartsNothing() {
    try (var stage = Stage.open();
        var gateway = ApiGateway.before(ApiServer.shared());
        var old = OperatorProcess.start(gateway.kubeconfig(), PATIENT, watching(stage))) {
      var patience = "{\"spec\": {\"requestTimeout\": \"120s\", \"probeInterval\": \"1h\"}}";
      stage.veeamConnection().patch(VeeamConnection.class, "vb365", patience);
      stage.azureConnection().patch(AzureConnection.class, "azure", patience);
      old.awaitReady();
      stage.awaitReason(VeeamConnection.class, "vb365", "Connected");
      stage.awaitReason(AzureConnection.class, "azure", "Connected");
      var unsaid = syncs(stage, "unsaid");
      var loggedOut = syncs(stage, "loggedout");
      unsaid.forEach(sync -> holdTheLicencesAnswer(gateway, sync));
      loggedOut.forEach(FailoverIT::holdTheToken);
      var syncs = Stream.concat(unsaid.stream(), loggedOut.stream()).toList();
      syncs.forEach(sync -> sync.vendor.syncNamed(sync.name));
      syncs.forEach(sync -> sync.await(stage, s -> s.knownRun().filter(Run::inDoubt).isPresent()));
      Stage.awaitUntil(() -> loggedOut.stream().allMatch(FailoverIT::asksForAToken));
      old.freeze();
      try (var _ = OperatorProcess.start(ApiServer.shared().kubeconfig(), watching(stage))) {
        syncs.forEach(sync -> sync.await(stage, s -> s.currentState() == SyncState.SYNCHRONIZING));
        var writes = syncs.stream().collect(toMap(Sync::name, sync -> sync.writes(gateway)));
        old.thaw();
        awaitWrites(gateway, syncs, writes, old);
      }
      assertThat(syncs).allMatch(sync -> sync.vendor.starts() == 1);
      assertThat(syncs).allMatch(sync -> sync.vendor.refusedStarts() == 0);
    }
  }

  private static String watching(Stage stage) {
    return "--watch-namespaces=" + stage.namespace();
  }

  /** Its next write of each status, which must come to nothing. */
  private static void awaitWrites(
      ApiGateway gateway, List<Sync> syncs, Map<String, Integer> before, OperatorProcess old) {
    try {
      Stage.awaitUntil(
          () -> syncs.stream().allMatch(sync -> sync.writes(gateway) > before.get(sync.name)));
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(before + ", alive: " + old.isAlive() + "\n" + old.log(), e);
    }
  }

  private record Sync(Vendor vendor, String name) {
    SyncStatus await(Stage stage, Predicate<SyncStatus> wanted) {
      return stage.await(vendor.kind(), name, wanted);
    }

    int writes(ApiGateway gateway) {
      return gateway.count("PUT", ".*syncs/" + name + "/status");
    }
  }

  private static List<Sync> syncs(Stage stage, String target) {
    return Stream.of(Vendor.Kind.values())
        .map(kind -> new Sync(kind.on(stage, target), target + "-" + kind.name().toLowerCase(ROOT)))
        .toList();
  }

  private static void holdTheLicencesAnswer(ApiGateway gateway, Sync sync) {
    var late = new Fault.AfterProcessing(new Fault.Latency(HELD));
    gateway.next("PUT", ".*syncs/" + sync.name + "/status", "\"sentTime\":\"", late);
  }

  /** The token that we have is refused, and another one is long in coming. */
  private static void holdTheToken(Sync sync) {
    sync.vendor
        .server()
        .faults()
        .next(sync.vendor.start(), Fault.status(401))
        .next(TOKEN, new Fault.Latency(HELD));
  }

  private static boolean asksForAToken(Sync sync) {
    return sync.vendor.server().faults().pending() == 0;
  }
}
