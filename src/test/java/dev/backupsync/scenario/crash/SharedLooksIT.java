package dev.backupsync.scenario.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.RepositorySync;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.VeeamConnection;
import dev.backupsync.cluster.ApiServer;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.OperatorProcess;
import dev.backupsync.cluster.Stage;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Many syncs look at the same lists while the operator is killed between a start and its handle,
 * and the vendor's list is seconds behind its starts.
 */
@OnApiServer
class SharedLooksIT {
  private static final int SYNCS = 40;

  /** Shorter than the ten seconds for which an absent run counts as on its way. */
  private static final Duration LAG = Duration.ofSeconds(4);

  private final List<String> names =
      IntStream.range(0, SYNCS).mapToObj(i -> "sync-%02d".formatted(i)).toList();
  private Stage stage;

  @BeforeEach
  void open() {
    stage = Stage.open();
    stage.veeam.script().listLag(LAG).duration(Duration.ofSeconds(20));
    stage.veeamConnection();
    stage.patch(VeeamConnection.class, "vb365", "{\"spec\": {\"maxConcurrentSyncs\": 40}}");
    names.forEach(name -> stage.veeam.addRepository(name).outOfSync(true));
    names.forEach(this::apply);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void whoIsKilledAmongManyStartsLeavesNoneThatIsStartedTwice() {
    try (var first = OperatorProcess.start(ApiServer.shared().kubeconfig(), watching())) {
      awaitStarts(SYNCS / 2);
      first.kill();
    }
    try (var _ = OperatorProcess.start(ApiServer.shared().kubeconfig(), watching())) {
      awaitEnds();
    }
    assertOneStartEach();
  }

  @Test
  void theOtherReplicaStartsNoneTwiceEither() {
    var leader = "--leader-election=true";
    var kubeconfig = ApiServer.shared().kubeconfig();
    try (var first = OperatorProcess.start(kubeconfig, watching(), leader, leaseNamespace())) {
      awaitStarts(1);
      try (var _ = OperatorProcess.start(kubeconfig, watching(), leader, leaseNamespace())) {
        awaitStarts(SYNCS / 2);
        first.kill();
        awaitEnds();
      }
    }
    assertOneStartEach();
  }

  private void awaitStarts(int starts) {
    Stage.awaitUntil(() -> stage.veeam.count("POST", ".*/Sync") >= starts);
  }

  private void awaitEnds() {
    names.forEach(
        name ->
            stage.await(
                RepositorySync.class,
                name,
                status -> status.currentState() == SyncState.SUCCEEDED));
  }

  private void assertOneStartEach() {
    assertThat(stage.veeam.count("POST", ".*/Sync")).isEqualTo(SYNCS);
    assertThat(stage.veeam.maxConcurrentSessions()).isLessThanOrEqualTo(SYNCS);
    assertThat(names)
        .allSatisfy(
            name ->
                assertThat(stage.get(RepositorySync.class, name).getStatus().pastRuns())
                    .hasSize(1));
  }

  private void apply(String name) {
    stage.apply(
        """
        apiVersion: backupsync.dev/v1alpha1
        kind: RepositorySync
        metadata: {name: %1$s}
        spec:
          connectionRef: {name: vb365}
          repository: {name: %1$s}
          pollInterval: 1s
        """
            .formatted(name));
  }

  private String watching() {
    return "--watch-namespaces=" + stage.namespace();
  }

  private String leaseNamespace() {
    return "--pod-namespace=" + stage.namespace();
  }
}
