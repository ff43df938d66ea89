package dev.backupsync.scenario.limits;

import static dev.backupsync.api.v1alpha1.SyncState.QUEUED;
import static dev.backupsync.api.v1alpha1.SyncState.SUCCEEDED;
import static dev.backupsync.api.v1alpha1.SyncState.SYNCHRONIZING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.AzureConnection;
import dev.backupsync.api.v1alpha1.BackupInstanceSync;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.RepositorySync;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.VeeamConnection;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Stage;
import dev.backupsync.cluster.Vendor;
import dev.backupsync.simulator.AzureProblem;
import dev.backupsync.simulator.AzureScript;
import dev.backupsync.simulator.AzureServer;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.Match;
import dev.backupsync.simulator.VeeamScript;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may run at a time: one for each target, so many for each connection, one for each vault. */
@OnApiServer
class LimitsIT {
  private Stage stage;

  @BeforeEach
  void open() {
    stage = Stage.open();
    stage.veeam.script().duration(VeeamScript.BY_HAND);
    stage.azure.script().duration(AzureScript.BY_HAND);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void twoSyncsOfOneRepositoryRunOneAfterTheOther() {
    var repository = stage.veeam.addRepository("Mail archive").outOfSync(true);
    stage.veeamConnection().operate();
    sync("first", "Mail archive");
    await("first", SYNCHRONIZING);
    sync("second", "Mail archive");

    var waiting = await("second", QUEUED);
    assertThat(waiting.reason()).isEqualTo(Reason.TARGET_BUSY);
    assertThat(waiting.message()).contains("first");
    assertThat(waiting.error()).isNull();

    stage.veeam.finish(repository.id());
    await("first", SUCCEEDED);
    await("second", SYNCHRONIZING);
    stage.veeam.finish(repository.id());
    await("second", SUCCEEDED);
    assertThat(repository.acceptedStarts()).isEqualTo(2);
    assertThat(repository.maxConcurrentSessions()).isOne();
  }

  @Test
  void asManyRunAsTheConnectionAllowsAndARestartForgetsNobody() {
    // Times have whole seconds; of two that began to wait in one, the first by name goes first.
    for (var name : new String[] {"alpha", "beta", "gamma"}) {
      stage.veeam.addRepository(name).outOfSync(true);
    }
    stage.veeamConnection();
    limit(1);
    stage.operate();
    sync("alpha", "alpha");
    await("alpha", SYNCHRONIZING);
    sync("beta", "beta");
    assertThat(await("beta", QUEUED).reason()).isEqualTo(Reason.CONNECTION_BUSY);
    sync("gamma", "gamma");
    await("gamma", QUEUED);

    stage.stopOperator();
    var firstLook = Match.path(".*/ServiceInstance");
    stage.veeam.faults().next(firstLook, new Fault.Latency(Duration.ofSeconds(2)));
    stage.operate();
    Stage.awaitUntil(() -> stage.veeam.faults().pending() == 0); // the connection is not seen yet
    assertThat(stage.veeam.count("POST", ".*/Sync")).isOne();
    stage.delete(RepositorySync.class, "alpha");

    await("beta", SYNCHRONIZING);
    assertThat(status("gamma").currentState()).isEqualTo(QUEUED);
    limit(2);
    await("gamma", SYNCHRONIZING);
    assertThat(stage.veeam.count("POST", ".*/Sync")).isEqualTo(3);
  }

  /** As many that wait for permission as may run at a time are in nobody's way, after a restart. */
  @ParameterizedTest
  @ValueSource(ints = {403, 409, 429})
  void startsThatAreRefusedHoldUpNobody(int status) {
    var c = stage.veeam.addRepository("c").outOfSync(true);
    stage.veeam.addRepository("d").outOfSync(true);
    for (var name : new String[] {"a", "b"}) {
      var refused = stage.veeam.addRepository(name).outOfSync(true);
      var start = Match.post(".*/BackupRepositories/" + refused.id() + "/Sync");
      stage.veeam.faults().always(start, Fault.status(status));
    }
    stage.veeamConnection();
    limit(2);
    stage.operate();
    sync("a", "a");
    sync("b", "b");
    for (var name : new String[] {"a", "b"}) {
      var refused =
          stage.await(RepositorySync.class, name, s -> s.reason() == Reason.START_REFUSED);
      assertThat(refused.run().deadline()).isNull();
      assertThat(refused.error()).isNotBlank();
    }

    sync("c", "c");
    await("c", SYNCHRONIZING);
    stage.stopOperator();
    stage.operate();
    sync("d", "d");
    await("d", SYNCHRONIZING);

    stage.veeam.faults().clear();
    stage.annotate(RepositorySync.class, "a", "backupsync.dev/requested-at", "mended");
    var waiting = stage.await(RepositorySync.class, "a", s -> s.reason() == Reason.CONNECTION_BUSY);
    assertThat(waiting.currentState()).isEqualTo(QUEUED);
    stage.veeam.finish(c.id());
    await("a", SYNCHRONIZING);
    assertThat(status("b").reason()).isEqualTo(Reason.START_REFUSED);
  }

  /** One vault's lock is no other vault's, even where only one may run. */
  @Test
  void aVaultThatIsLockedHoldsUpNoOtherOne() {
    var locked = Vendor.Kind.AZURE.on(stage, "locked");
    var free = Vendor.Kind.AZURE.on(stage, "free");
    locked.connect();
    stage.patch(AzureConnection.class, "azure", "{\"spec\": {\"maxConcurrentSyncs\": 1}}");
    stage.operate();
    stage
        .azure
        .faults()
        .always(
            locked.start(),
            Fault.status(
                409, "{\"error\":{\"code\":\"ScopeLocked\",\"message\":\"It is locked.\"}}"));
    locked.syncNamed("locked");
    var refused =
        stage.await(BackupInstanceSync.class, "locked", s -> s.reason() == Reason.START_REFUSED);

    free.syncNamed("free");
    free.await("free", SYNCHRONIZING);

    assertThat(refused.message()).contains("until somebody acts", "It is locked.");
    assertThat(refused.lastError().recommendedActions()).first().asString().contains("lock");
    assertThat(locked.posts()).isOne();
    assertThat(locked.starts()).isZero();
  }

  @Test
  void oneRunsAtATimeInAVault() {
    var problem = AzureProblem.of("UserErrorX", "broken");
    var first = stage.azure.addInstance("first").broken(problem);
    var second = stage.azure.addInstance("second").broken(problem);
    stage.azureConnection().operate();
    instance("first");
    stage.await(BackupInstanceSync.class, "first", s -> s.currentState() == SYNCHRONIZING);
    instance("second");

    var waiting = stage.await(BackupInstanceSync.class, "second", s -> s.currentState() == QUEUED);
    assertThat(waiting.reason()).isEqualTo(Reason.TARGET_BUSY);
    assertThat(waiting.message()).contains("testvault", "first");

    stage.azure.finish(first);
    stage.await(BackupInstanceSync.class, "second", s -> s.currentState() == SYNCHRONIZING);
    stage.azure.finish(second);
    stage.await(BackupInstanceSync.class, "second", s -> s.currentState() == SUCCEEDED);
    assertThat(first.conflictingSyncs() + second.conflictingSyncs()).isZero();
  }

  private void limit(int syncs) {
    stage.patch(
        VeeamConnection.class,
        "vb365",
        "{\"spec\": {\"maxConcurrentSyncs\": %d}}".formatted(syncs));
  }

  private void sync(String name, String repository) {
    stage.apply(
        """
        apiVersion: backupsync.dev/v1alpha1
        kind: RepositorySync
        metadata: {name: %s}
        spec:
          connectionRef: {name: vb365}
          repository: {name: %s}
          pollInterval: 1s
        """
            .formatted(name, repository));
  }

  private void instance(String name) {
    stage.apply(
        """
        apiVersion: backupsync.dev/v1alpha1
        kind: BackupInstanceSync
        metadata: {name: %s}
        spec:
          connectionRef: {name: azure}
          subscriptionId: %s
          resourceGroup: testrg
          vaultName: testvault
          backupInstanceName: %s
          pollInterval: 1s
        """
            .formatted(name, AzureServer.SUBSCRIPTION, name));
  }

  private SyncStatus await(String name, SyncState state) {
    return stage.await(RepositorySync.class, name, s -> s.currentState() == state);
  }

  private SyncStatus status(String name) {
    return stage.get(RepositorySync.class, name).getStatus();
  }
}
