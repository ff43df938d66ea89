package dev.backupsync.scenario.limits;

import static dev.backupsync.api.v1alpha1.SyncState.FAILED;
import static dev.backupsync.api.v1alpha1.SyncState.QUEUED;
import static dev.backupsync.api.v1alpha1.SyncState.SUCCEEDED;
import static dev.backupsync.api.v1alpha1.SyncState.SYNCHRONIZING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.RepositorySync;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.VeeamConnection;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Stage;
import dev.backupsync.cluster.Vendor;
import dev.backupsync.simulator.VeeamRepository;
import dev.backupsync.simulator.VeeamScript;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who stands in whose way, where that is not plain to see. */
@OnApiServer
class ExclusionIT {
  private static final String NAME = "Mail archive";

  @AutoClose private final Stage stage = Stage.open();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRepositoryIsTheSameByIdAndByName(boolean idFirst) {
    var repository = repository();
    stage.veeamConnection().operate();
    sync("first", idFirst ? byId(repository) : byName());
    await("first", SYNCHRONIZING);
    sync("second", idFirst ? byName() : byId(repository));

    var waiting = await("second", QUEUED);
    assertThat(waiting.reason()).isEqualTo(Reason.TARGET_BUSY);
    assertThat(waiting.message()).contains("first");

    stage.stopOperator(); // the next one knows of them by their statuses alone
    stage.operate();
    stage.veeam.finish(repository.id());
    await("first", SUCCEEDED);
    assertThat(await("second", SYNCHRONIZING).run().adopted()).isFalse();
    stage.veeam.finish(repository.id());
    await("second", SUCCEEDED);
    assertThat(repository.acceptedStarts()).isEqualTo(2);
    assertThat(repository.maxConcurrentSessions()).isOne();
    assertThat(repository.repeatedStarts()).isZero();
  }

  @Test
  void manyThatComeAtOnceRunOneAfterTheOther() {
    var repository = repository();
    stage.veeamConnection();
    var names = List.of("a", "b", "c", "d", "e", "f");
    names.forEach(name -> sync(name, name.compareTo("d") < 0 ? byId(repository) : byName()));
    stage.veeam.script().duration(Duration.ofSeconds(1));
    stage.operate();

    names.forEach(name -> await(name, SUCCEEDED));
    assertThat(stage.events(RepositorySync.class)).doesNotContain("Adopted");
    assertThat(repository.acceptedStarts()).isEqualTo(names.size());
    assertThat(repository.maxConcurrentSessions()).isOne();
    assertThat(repository.repeatedStarts()).isZero();
  }

  @Test
  void oneThatIsSpoiltWhileItWaitsIsInNobodysWay() {
    var repository = repository();
    stage.veeam.addRepository("other").outOfSync(true);
    stage.veeamConnection();
    stage.patch(VeeamConnection.class, "vb365", "{\"spec\": {\"maxConcurrentSyncs\": 1}}");
    stage.operate();
    sync("running", byName());
    await("running", SYNCHRONIZING);
    sync("spoilt", byName());
    await("spoilt", QUEUED);
    sync("last", "{name: other}");
    await("last", QUEUED);

    var both = "{\"spec\": {\"repository\": {\"id\": \"%s\"}}}".formatted(repository.id());
    stage.patch(RepositorySync.class, "spoilt", both);
    await("spoilt", FAILED);
    stage.veeam.finish(repository.id());

    await("running", SUCCEEDED);
    await("last", SYNCHRONIZING);
  }

  @ParameterizedTest
  @EnumSource
  void aRetryThatIsHeldLeavesTheTargetToOthers(Vendor.Kind kind) {
    var vendor = kind.on(stage);
    vendor.connect();
    stage.operate();
    vendor.sync("retry: {limit: 1, interval: 1s}");
    vendor.await(SYNCHRONIZING);
    stage.patch(vendor.kind(), "sync", "{\"spec\": {\"suspend\": true}}");
    vendor.fail("Disk is full");
    stage.await(vendor.kind(), "sync", s -> s.reason() == Reason.SUSPENDED);
    vendor.syncNamed("second");
    vendor.await("second", SYNCHRONIZING);

    stage.patch(vendor.kind(), "sync", "{\"spec\": {\"suspend\": false}}");
    stage.awaitReason(vendor.kind(), "sync", Reason.TARGET_BUSY.word());
    assertThat(vendor.starts()).isEqualTo(2);
    vendor.finish();
    vendor.await("second", SUCCEEDED);
    vendor.await(SYNCHRONIZING);
    vendor.finish();
    assertThat(vendor.await(SUCCEEDED).lastRun().attempts()).isEqualTo(2);
    assertThat(vendor.starts()).isEqualTo(3);
    assertThat(vendor.mostAtOnce()).isOne();
    assertThat(vendor.refusedStarts()).isZero();
  }

  private VeeamRepository repository() {
    stage.veeam.script().duration(VeeamScript.BY_HAND);
    return stage.veeam.addRepository(NAME).outOfSync(true);
  }

  private static String byId(VeeamRepository repository) {
    return "{id: " + repository.id() + "}";
  }

  private static String byName() {
    return "{name: " + NAME + "}";
  }

  private void sync(String name, String repository) {
    stage.apply(
        """
        apiVersion: backupsync.dev/v1alpha1
        kind: RepositorySync
        metadata: {name: %s}
        spec:
          connectionRef: {name: vb365}
          repository: %s
          pollInterval: 1s
        """
            .formatted(name, repository));
  }

  private SyncStatus await(String name, SyncState state) {
    return stage.await(RepositorySync.class, name, s -> s.currentState() == state);
  }
}
