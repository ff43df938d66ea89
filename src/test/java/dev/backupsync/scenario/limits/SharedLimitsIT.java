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
import dev.backupsync.simulator.AzureProblem;
import dev.backupsync.simulator.AzureScript;
import dev.backupsync.simulator.AzureServer;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.Match;
import dev.backupsync.simulator.VeeamScript;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same limits as in one namespace, where two namespaces share a connection or a vendor. */
@OnApiServer
class SharedLimitsIT {
  @AutoClose private final Stage owner = Stage.open();
  @AutoClose private final Stage guest = Stage.open();

  @BeforeEach
  void runUntilToldToEnd() {
    owner.veeam.script().duration(VeeamScript.BY_HAND);
    owner.azure.script().duration(AzureScript.BY_HAND);
  }

  @Test
  void oneRunsAtATimeOnARepositoryThroughAConnectionThatIsShared() {
    share("{\"allowedNamespaces\": {\"from\": \"All\"}}");

    runOneAfterTheOther(owner.namespace());
  }

  @Test
  void oneRunsAtATimeOnARepositoryThroughTwoConnectionsToOneServer() {
    owner.veeamConnection();
    guest.veeamConnection();
    guest.patch(
        VeeamConnection.class,
        "vb365",
        "{\"spec\": {\"url\": \"%s\"}}".formatted(owner.veeam.url()));

    runOneAfterTheOther(guest.namespace());
  }

  private void runOneAfterTheOther(String guestsConnection) {
    var repository = owner.veeam.addRepository("Mail archive").outOfSync(true);
    owner.operateAlsoIn(guest.namespace());
    sync(owner, "first", owner.namespace(), "Mail archive");
    await(owner, "first", SYNCHRONIZING);
    sync(guest, "second", guestsConnection, "Mail archive");

    var waiting = await(guest, "second", QUEUED, Reason.TARGET_BUSY);
    assertThat(waiting.message())
        .contains("mail archive", "a sync of another namespace")
        .doesNotContain("sync first", owner.namespace() + "/first");

    owner.veeam.finish(repository.id());
    await(owner, "first", SUCCEEDED);
    await(guest, "second", SYNCHRONIZING);
    owner.veeam.finish(repository.id());
    await(guest, "second", SUCCEEDED);
    assertThat(repository.acceptedStarts()).isEqualTo(2);
    assertThat(repository.repeatedStarts()).isZero();
    assertThat(repository.maxConcurrentSessions()).isOne();
    owner.awaitEvents("first", "Started", "Succeeded");
    guest.awaitEvents("second", "Started", "Succeeded");
  }

  @Test
  void soManyRunThroughAConnectionWhateverTheirNamespace() {
    var mine = owner.veeam.addRepository("mine").outOfSync(true);
    owner.veeam.addRepository("theirs").outOfSync(true);
    share("{\"allowedNamespaces\": {\"from\": \"All\"}, \"maxConcurrentSyncs\": 1}");
    owner.operateAlsoIn(guest.namespace());
    sync(owner, "mine", owner.namespace(), "mine");
    await(owner, "mine", SYNCHRONIZING);
    sync(guest, "theirs", owner.namespace(), "theirs");

    var waiting = await(guest, "theirs", QUEUED, Reason.CONNECTION_BUSY);
    assertThat(waiting.message()).contains(owner.namespace() + "/vb365", "maxConcurrentSyncs");
    assertThat(owner.veeam.count("POST", ".*/Sync")).isOne();

    owner.veeam.finish(mine.id());
    await(guest, "theirs", SYNCHRONIZING);
    assertThat(owner.veeam.count("POST", ".*/Sync")).isEqualTo(2);
  }

  @Test
  void oneRunsAtATimeInAVaultThroughTwoConnections() {
    var problem = AzureProblem.of("UserErrorX", "broken");
    var first = owner.azure.addInstance("first").broken(problem);
    var second = owner.azure.addInstance("second").broken(problem);
    shareAzure();
    owner.operateAlsoIn(guest.namespace());
    instance(owner, "first");
    owner.await(BackupInstanceSync.class, "first", s -> s.currentState() == SYNCHRONIZING);
    instance(guest, "second");

    var waiting =
        guest.await(BackupInstanceSync.class, "second", s -> s.reason() == Reason.TARGET_BUSY);
    assertThat(waiting.message())
        .contains("testvault", "a sync of another namespace")
        .doesNotContain("first", owner.namespace());

    owner.azure.finish(first);
    guest.await(BackupInstanceSync.class, "second", s -> s.currentState() == SYNCHRONIZING);
    assertThat(first.conflictingSyncs() + second.conflictingSyncs()).isZero();
  }

  /** Who has no right on a vault holds it up for nobody, and tells nobody of himself. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void oneWithoutRightsHoldsUpNobody(boolean guestHasNone) {
    var problem = AzureProblem.of("UserErrorX", "broken");
    var target = owner.azure.addInstance("target").broken(problem);
    shareAzure();
    owner.operateAlsoIn(guest.namespace());
    owner.awaitReason(AzureConnection.class, "azure", "Connected");
    guest.awaitReason(AzureConnection.class, "azure", "Connected");
    var without = guestHasNone ? guest : owner;
    var with = guestHasNone ? owner : guest;
    owner
        .azure
        .faults()
        .next(Match.get(".*/backupInstances/target"), Fault.status(403))
        .next(Match.post(".*/backupInstances/target/sync"), Fault.status(403));
    instance(without, "target");
    var refused =
        without.await(BackupInstanceSync.class, "target", s -> s.reason() == Reason.START_REFUSED);

    instance(with, "target");
    with.await(BackupInstanceSync.class, "target", s -> s.currentState() == SYNCHRONIZING);

    assertThat(refused.run().deadline()).isNull();
    assertThat(target.acceptedSyncs()).isOne();
    without.annotate(BackupInstanceSync.class, "target", "backupsync.dev/requested-at", "1");
    var waiting =
        without.await(BackupInstanceSync.class, "target", s -> s.reason() == Reason.TARGET_BUSY);
    assertThat(waiting.message()).doesNotContain(with.namespace());
    owner.azure.finish(target);
    without.await(BackupInstanceSync.class, "target", s -> s.currentState() == SYNCHRONIZING);
    assertThat(target.maxConcurrentOperations()).isOne();
  }

  private void shareAzure() {
    owner.azureConnection();
    guest.azureConnection();
    guest.patch(
        AzureConnection.class,
        "azure",
        "{\"spec\": {\"endpoint\": \"%1$s\", \"authorityHost\": \"%1$s\"}}"
            .formatted(owner.azure.url()));
  }

  private void share(String spec) {
    owner.veeamConnection();
    owner.patch(VeeamConnection.class, "vb365", "{\"spec\": %s}".formatted(spec));
  }

  private static void sync(Stage in, String name, String connection, String repository) {
    in.apply(
        """
        apiVersion: backupsync.dev/v1alpha1
        kind: RepositorySync
        metadata: {name: %s}
        spec:
          connectionRef: {namespace: %s, name: vb365}
          repository: {name: %s}
          pollInterval: 1s
        """
            .formatted(name, connection, repository));
  }

  private static void instance(Stage in, String name) {
    in.apply(
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

  private static void await(Stage in, String name, SyncState state) {
    in.await(RepositorySync.class, name, s -> s.currentState() == state);
  }

  private static SyncStatus await(Stage in, String name, SyncState state, Reason reason) {
    return in.await(
        RepositorySync.class, name, s -> s.currentState() == state && s.reason() == reason);
  }
}
