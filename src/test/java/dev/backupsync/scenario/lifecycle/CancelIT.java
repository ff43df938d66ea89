package dev.backupsync.scenario.lifecycle;

import static dev.backupsync.api.v1alpha1.SyncState.CANCELLED;
import static dev.backupsync.api.v1alpha1.SyncState.QUEUED;
import static dev.backupsync.api.v1alpha1.SyncState.STARTING;
import static dev.backupsync.api.v1alpha1.SyncState.SUCCEEDED;
import static dev.backupsync.api.v1alpha1.SyncState.SYNCHRONIZING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.RunRecord;
import dev.backupsync.api.v1alpha1.RunResult;
import dev.backupsync.api.v1alpha1.SyncAnnotations;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Stage;
import dev.backupsync.cluster.Vendor;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.Match;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Stopping by annotation: Veeam's session is stopped; Azure cannot, and says so. */
@OnApiServer
class CancelIT {
  @AutoClose private final Stage stage = Stage.open();

  @ParameterizedTest
  @EnumSource(names = "VEEAM")
  void stopsTheRunInFlightAndANewRequestGoesOnWhereItStopped(Vendor.Kind kind) {
    var vendor = running(kind);
    progressed(vendor, 40);

    cancel(vendor, "sync", "now");
    var status = vendor.await(CANCELLED);

    assertThat(stage.veeam.stops()).isOne();
    assertThat(stage.veeam.runningSessions()).isEmpty();
    assertThat(status.lastRun().result()).isEqualTo(RunResult.CANCELLED);
    assertThat(conditions(status))
        .containsExactly("Ready=False/Cancelled", "Stalled=True/Cancelled");
    stage.awaitEvents("sync", "Started", "Cancelled");

    request(vendor, "sync", "again");
    stage.await(vendor.kind(), "sync", s -> Integer.valueOf(40).equals(s.progressPercent()));
    vendor.finish();
    vendor.await(SUCCEEDED);
    assertThat(stage.veeam.stops()).isOne();
    assertThat(vendor.starts()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(names = "VEEAM")
  void asksAgainWhereAStopWasNotHeard(Vendor.Kind kind) {
    var vendor = running(kind);
    vendor
        .server()
        .faults()
        .next(Match.post(".*/StopSynchronize"), Fault.html(500))
        .next(Match.post(".*/StopSynchronize"), Fault.lostAnswer());

    cancel(vendor, "sync", "now");
    vendor.await(CANCELLED);

    assertThat(stage.veeam.stops()).isOne();
    assertThat(stage.veeam.runningSessions()).isEmpty();
    stage.awaitEvents("sync", "Started", "Cancelled");
    assertThat(vendor.starts()).isOne();
  }

  @ParameterizedTest
  @EnumSource(names = "AZURE")
  void saysWhereTheVendorCannotStopAndFollowsTheRunToItsEnd(Vendor.Kind kind) {
    var vendor = running(kind);
    stage.patch(vendor.kind(), "sync", "{\"spec\": {\"pollInterval\": \"5s\"}}");

    cancel(vendor, "sync", "now");
    stage.awaitReason(vendor.kind(), "sync", Reason.CANCEL_UNSUPPORTED.word());
    assertThat(status(vendor, "sync").currentState()).isEqualTo(SYNCHRONIZING);
    vendor.finish();
    var status = vendor.await(SUCCEEDED);

    assertThat(status.lastRun().result()).isEqualTo(RunResult.SUCCEEDED);
    stage.awaitEvents("sync", "Started", "CancelUnsupported", "Succeeded");
    assertThat(vendor.starts()).isOne();
  }

  @ParameterizedTest
  @EnumSource
  void whatIsQueuedNeverStarts(Vendor.Kind kind) {
    var vendor = running(kind);
    vendor.syncNamed("second");
    vendor.await("second", QUEUED);

    cancel(vendor, "second", "now");
    vendor.await("second", CANCELLED);
    stage.awaitEvents("second", "Cancelled");
    vendor.finish();
    vendor.await(SUCCEEDED);
    request(vendor, "second", "after all");
    vendor.await("second", SYNCHRONIZING);
    vendor.finish();

    var status = vendor.await("second", SUCCEEDED);
    assertThat(status.pastRuns())
        .extracting(RunRecord::result)
        .containsExactly(RunResult.SUCCEEDED, RunResult.CANCELLED);
    assertThat(vendor.starts()).isEqualTo(2);
    assertThat(stage.veeam.stops()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void whatWaitsForItsConnectionNeverStarts(Vendor.Kind kind) {
    var vendor = connected(kind);
    vendor.password(false);
    stage.operate();
    vendor.sync();
    stage.awaitReason(vendor.kind(), "sync", "ConnectionNotReady");

    cancel(vendor, "sync", "now");
    vendor.await(CANCELLED);
    vendor.password(true);
    request(vendor, "sync", "after all");
    vendor.await(SYNCHRONIZING);

    assertThat(vendor.starts()).isOne();
  }

  @ParameterizedTest
  @EnumSource
  void anAttemptThatWaitsForItsTimeNeverStarts(Vendor.Kind kind) {
    var vendor = running(kind, "retry: {limit: 1, interval: 1h}");
    vendor.fail("Disk is full");
    vendor.await(STARTING);

    cancel(vendor, "sync", "now");
    vendor.await(CANCELLED);

    stage.awaitEvents("sync", "Started", "Retrying", "Cancelled");
    assertThat(vendor.starts()).isOne();
  }

  @ParameterizedTest
  @EnumSource
  void anOldAnnotationCancelsNoLaterRun(Vendor.Kind kind) {
    var vendor = connected(kind);
    vendor.sync();
    cancel(vendor, "sync", "long ago");
    stage.operate();

    vendor.await(SYNCHRONIZING);
    vendor.finish();
    vendor.await(SUCCEEDED);
    request(vendor, "sync", "again");
    vendor.await(SYNCHRONIZING);
    vendor.finish();
    vendor.await(SUCCEEDED);

    assertThat(status(vendor, "sync").pastRuns())
        .extracting(RunRecord::result)
        .containsOnly(RunResult.SUCCEEDED);
    assertThat(stage.veeam.stops()).isZero();
    assertThat(vendor.starts()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void aCancelBetweenRunsIsForNoLaterRun(Vendor.Kind kind) {
    var vendor = running(kind);
    vendor.finish();
    vendor.await(SUCCEEDED);

    cancel(vendor, "sync", "too late");
    request(vendor, "sync", "again");
    vendor.await(SYNCHRONIZING);
    vendor.finish();
    var status =
        stage.await(
            vendor.kind(), "sync", s -> s.pastRuns().size() == 2 && s.currentState() == SUCCEEDED);

    assertThat(status.lastRun().result()).isEqualTo(RunResult.SUCCEEDED);
    assertThat(vendor.starts()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(names = "VEEAM")
  void aCancelWhileTheOperatorIsDownIsHeardOnceItIsBack(Vendor.Kind kind) {
    var vendor = running(kind);
    stage.stopOperator();
    cancel(vendor, "sync", "now");
    stage.operate();

    vendor.await(CANCELLED);
    assertThat(stage.veeam.stops()).isOne();
    assertThat(vendor.starts()).isOne();
  }

  private void progressed(Vendor vendor, int percent) {
    var repository = ((Vendor.Veeam) vendor).repository();
    stage.veeam.advance(repository.id(), percent);
    stage.await(vendor.kind(), "sync", s -> Integer.valueOf(percent).equals(s.progressPercent()));
  }

  private Vendor connected(Vendor.Kind kind) {
    var vendor = kind.on(stage);
    vendor.connect();
    return vendor;
  }

  private Vendor running(Vendor.Kind kind, String... options) {
    var vendor = connected(kind);
    stage.operate();
    vendor.sync(options);
    vendor.await(SYNCHRONIZING);
    return vendor;
  }

  private void cancel(Vendor vendor, String name, String value) {
    stage.annotate(vendor.kind(), name, SyncAnnotations.CANCEL_REQUESTED_AT, value);
  }

  private void request(Vendor vendor, String name, String value) {
    stage.annotate(vendor.kind(), name, SyncAnnotations.REQUESTED_AT, value);
  }

  private SyncStatus status(Vendor vendor, String name) {
    return stage.get(vendor.kind(), name).getStatus();
  }

  private static List<String> conditions(SyncStatus status) {
    return status.knownConditions().stream()
        .map(c -> c.getType() + "=" + c.getStatus() + "/" + c.getReason())
        .toList();
  }
}
