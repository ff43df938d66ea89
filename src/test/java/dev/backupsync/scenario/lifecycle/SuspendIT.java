package dev.backupsync.scenario.lifecycle;

import static dev.backupsync.api.v1alpha1.SyncState.FAILED;
import static dev.backupsync.api.v1alpha1.SyncState.PENDING;
import static dev.backupsync.api.v1alpha1.SyncState.STARTING;
import static dev.backupsync.api.v1alpha1.SyncState.SUCCEEDED;
import static dev.backupsync.api.v1alpha1.SyncState.SYNCHRONIZING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.TriggerType;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Stage;
import dev.backupsync.cluster.Vendor;
import dev.backupsync.simulator.Fault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code suspend: true}: nothing starts, and what is in flight is followed to its end. */
@OnApiServer
class SuspendIT {
  @AutoClose private final Stage stage = Stage.open();

  @ParameterizedTest
  @EnumSource
  void aSuspendedSyncNeverStartsUntilItIsResumed(Vendor.Kind kind) {
    var vendor = operated(kind);
    vendor.sync("suspend: true");

    var suspended = stage.awaitReason(vendor.kind(), "sync", Reason.SUSPENDED.word());
    assertThat(suspended.getStatus()).isEqualTo("Unknown");
    edit(vendor, "'timeout': '3h'");
    assertThat(awaitGeneration(vendor, 2).currentState()).isEqualTo(PENDING);
    stage.stopOperator();
    stage.operate();
    edit(vendor, "'timeout': '4h'");
    assertThat(awaitGeneration(vendor, 3).currentState()).isEqualTo(PENDING);
    assertThat(vendor.posts()).isZero();

    edit(vendor, "'suspend': false");
    assertThat(vendor.await(SYNCHRONIZING).run().trigger().type()).isEqualTo(TriggerType.CREATED);
    assertThat(vendor.starts()).isOne();
  }

  /** What a check begins knows nothing of the edit, and its permit is refused. */
  @ParameterizedTest
  @EnumSource
  void aPauseThatComesDuringACheckIsHeardBeforeTheStart(Vendor.Kind kind) {
    var vendor = operated(kind);
    vendor.outOfOrder(false);
    vendor.sync("runPolicy: IfNeeded", "checkInterval: 1s");
    vendor.await(SUCCEEDED);
    vendor.server().faults().next(vendor.look(), new Fault.Late(Duration.ofSeconds(3)));
    Stage.awaitUntil(() -> vendor.server().faults().pending() == 0);
    vendor.outOfOrder(true);
    edit(vendor, "'suspend': true");

    assertThat(awaitGeneration(vendor, 2).currentState()).isEqualTo(SUCCEEDED);
    assertThat(vendor.posts()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void aRunInFlightIsFollowedToItsEnd(Vendor.Kind kind) {
    var vendor = running(kind);
    edit(vendor, "'suspend': true");
    assertThat(awaitGeneration(vendor, 2).currentState()).isEqualTo(SYNCHRONIZING);
    vendor.finish();

    vendor.await(SUCCEEDED);
    stage.awaitEvents("sync", "Started", "Succeeded");
    assertThat(vendor.starts()).isOne();
  }

  @ParameterizedTest
  @EnumSource
  void aTargetThatChangedWaitsForTheResume(Vendor.Kind kind) {
    var vendor = running(kind);
    vendor.finish();
    vendor.await(SUCCEEDED);
    edit(vendor, "'suspend': true, 'connectionRef': {'name': 'nobody'}");
    assertThat(awaitGeneration(vendor, 2).currentState()).isEqualTo(SUCCEEDED);

    edit(vendor, "'suspend': false");
    stage.awaitReason(vendor.kind(), "sync", Reason.CONNECTION_NOT_FOUND.word());
    assertThat(vendor.starts()).isOne();
  }

  @ParameterizedTest
  @EnumSource
  void aRetryThatWaitsIsHeldUntilTheResume(Vendor.Kind kind) {
    var vendor = running(kind, "retry: {limit: 1, interval: 2s}");
    edit(vendor, "'suspend': true");
    awaitGeneration(vendor, 2);
    vendor.fail("Disk is full");

    var held =
        stage.await(
            vendor.kind(),
            "sync",
            s -> s.currentState() == STARTING && s.reason() == Reason.SUSPENDED);
    assertThat(held.run().attempt()).isEqualTo(2);
    edit(vendor, "'timeout': '3h'");
    awaitGeneration(vendor, 3);
    assertThat(vendor.starts()).isOne();

    edit(vendor, "'suspend': false");
    assertThat(vendor.await(SYNCHRONIZING).run().attempt()).isEqualTo(2);
    vendor.finish();
    assertThat(vendor.await(SUCCEEDED).lastRun().attempts()).isEqualTo(2);
    assertThat(vendor.starts()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void readyStaysTrueAsItWas(Vendor.Kind kind) {
    var vendor = running(kind);
    vendor.finish();

    var before = vendor.await(SUCCEEDED);
    edit(vendor, "'suspend': true");
    var after = awaitGeneration(vendor, 2);

    assertThat(conditions(before)).hasSize(1);
    assertThat(conditions(after)).isEqualTo(conditions(before));
  }

  @ParameterizedTest
  @EnumSource
  void stalledStaysTrueAsItWas(Vendor.Kind kind) {
    var vendor = running(kind, "retry: {limit: 0}");
    vendor.fail("Disk is full");

    var before = vendor.await(FAILED);
    edit(vendor, "'suspend': true");
    var after = awaitGeneration(vendor, 2);

    assertThat(conditions(before)).hasSize(2);
    assertThat(conditions(after)).isEqualTo(conditions(before));
    assertThat(after.error()).contains("Disk is full");
  }

  private Vendor operated(Vendor.Kind kind) {
    var vendor = kind.on(stage);
    vendor.connect();
    stage.operate();
    return vendor;
  }

  private Vendor running(Vendor.Kind kind, String... options) {
    var vendor = operated(kind);
    vendor.sync(options);
    vendor.await(SYNCHRONIZING);
    return vendor;
  }

  private void edit(Vendor vendor, String spec) {
    stage.patch(vendor.kind(), "sync", "{\"spec\": {%s}}".formatted(spec.replace('\'', '"')));
  }

  private SyncStatus awaitGeneration(Vendor vendor, long generation) {
    return stage.await(vendor.kind(), "sync", status -> status.observedGeneration() == generation);
  }

  private static List<String> conditions(SyncStatus status) {
    return status.knownConditions().stream()
        .map(
            c ->
                "%s=%s/%s since %s: %s"
                    .formatted(
                        c.getType(),
                        c.getStatus(),
                        c.getReason(),
                        c.getLastTransitionTime(),
                        c.getMessage()))
        .toList();
  }
}
