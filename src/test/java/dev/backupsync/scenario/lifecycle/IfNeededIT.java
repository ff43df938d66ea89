package dev.backupsync.scenario.lifecycle;

import static dev.backupsync.api.v1alpha1.SyncState.FAILED;
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
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code runPolicy: IfNeeded}: the vendor is looked at first, and healed, but never blindly. */
@OnApiServer
class IfNeededIT {
  private static final String IF_NEEDED = "runPolicy: IfNeeded";
  private static final String OFTEN = "checkInterval: 1s";

  @AutoClose private final Stage stage = Stage.open();

  @ParameterizedTest
  @EnumSource
  void whatIsInOrderNeedsNoStart(Vendor.Kind kind) {
    var vendor = operated(kind);
    vendor.outOfOrder(false);
    vendor.sync(IF_NEEDED);

    var status = vendor.await(SUCCEEDED);

    assertThat(status.reason()).isEqualTo(Reason.ALREADY_IN_SYNC);
    assertThat(status.needed()).isFalse();
    assertThat(status.lastSuccessTime()).isNotNull();
    assertThat(status.nextCheckTime()).isNull();
    stage.awaitEvents("sync", "Succeeded");
    assertThat(vendor.posts()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void whatIsOutOfOrderRuns(Vendor.Kind kind) {
    var vendor = operated(kind);
    vendor.sync(IF_NEEDED);

    assertThat(vendor.await(SYNCHRONIZING).needed()).isTrue();
    vendor.finish();
    var status = vendor.await(SUCCEEDED);

    assertThat(status.reason()).isEqualTo(Reason.SYNCHRONIZED);
    assertThat(status.needed()).isFalse();
    assertThat(vendor.starts()).isOne();
  }

  @ParameterizedTest
  @EnumSource
  void whatGetsOutOfOrderLaterIsHealedEachTime(Vendor.Kind kind) {
    var vendor = operated(kind);
    vendor.outOfOrder(false);
    vendor.sync(IF_NEEDED, OFTEN);
    vendor.await(SUCCEEDED);

    for (var time = 1; time <= 2; time++) {
      vendor.outOfOrder(true);
      var healing = vendor.await(SYNCHRONIZING);
      assertThat(healing.run().trigger().type()).isEqualTo(TriggerType.DRIFT);
      assertThat(healing.needed()).isTrue();
      vendor.finish();
      vendor.await(SUCCEEDED);
      assertThat(vendor.starts()).isEqualTo(time);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCheckThatFindsOrderTellsWhenTheNextOneIs(Vendor.Kind kind) {
    var vendor = operated(kind);
    vendor.outOfOrder(false);
    vendor.sync(IF_NEEDED, OFTEN);

    var first = vendor.await(SUCCEEDED);
    var next = Objects.requireNonNull(first.nextCheckTime());
    var later =
        stage.await(
            vendor.kind(),
            "sync",
            s -> s.nextCheckTime() != null && s.nextCheckTime().isAfter(next));

    assertThat(later.lastRun()).isEqualTo(first.lastRun());
    assertThat(later.pastRuns()).hasSize(1);
    stage.awaitEvents("sync", "Succeeded");
    assertThat(vendor.posts()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void aCheckIntervalThatIsTakenAwayEndsTheChecks(Vendor.Kind kind) {
    var vendor = operated(kind);
    vendor.outOfOrder(false);
    vendor.sync(IF_NEEDED, OFTEN);
    vendor.await(SUCCEEDED);

    stage.patch(vendor.kind(), "sync", "{\"spec\": {\"checkInterval\": null}}");
    var status = stage.await(vendor.kind(), "sync", s -> s.observedGeneration() == 2);

    assertThat(status.nextCheckTime()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "VEEAM, 403, ACCESS_DENIED",
    "VEEAM, 404, TARGET_NOT_FOUND",
    "AZURE, 403, ACCESS_DENIED",
    "AZURE, 404, TARGET_NOT_FOUND",
  })
  void whatCannotBeLookedAtIsNotRunBlindly(Vendor.Kind kind, int answer, Reason reason) {
    var vendor = operated(kind);
    vendor.server().faults().always(vendor.look(), Fault.status(answer));
    vendor.sync(IF_NEEDED);

    var status = vendor.await(FAILED);

    assertThat(status.reason()).isEqualTo(reason);
    assertThat(status.needed()).isNull();
    assertThat(status.lastError().httpStatus()).isEqualTo(answer);
    assertThat(vendor.posts()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"VEEAM, 403", "VEEAM, 404", "AZURE, 403", "AZURE, 404"})
  void aCheckThatIsBlindSaysSoAndHealsOnceItSees(Vendor.Kind kind, int answer) {
    var vendor = operated(kind);
    vendor.outOfOrder(false);
    vendor.sync(IF_NEEDED, OFTEN);
    vendor.await(SUCCEEDED);
    vendor.server().faults().always(vendor.look(), Fault.status(answer));
    vendor.outOfOrder(true);

    var blind = awaitError(vendor, "Cannot tell whether a sync is needed");
    assertThat(blind.currentState()).isEqualTo(SUCCEEDED);
    assertThat(blind.needed()).isNull();
    assertThat(vendor.posts()).isZero();

    vendor.server().faults().clear();
    var healing = vendor.await(SYNCHRONIZING);
    assertThat(healing.run().trigger().type()).isEqualTo(TriggerType.DRIFT);
    assertThat(healing.error()).isNull();
    vendor.finish();
    vendor.await(SUCCEEDED);
    assertThat(vendor.starts()).isOne();
  }

  @ParameterizedTest
  @EnumSource
  void aCheckWaitsWhileAnotherSyncHasTheTarget(Vendor.Kind kind) {
    var vendor = operated(kind);
    vendor.outOfOrder(false);
    vendor.syncNamed("healer", IF_NEEDED, OFTEN);
    vendor.await("healer", SUCCEEDED);
    vendor.sync();
    vendor.await(SYNCHRONIZING);
    vendor.outOfOrder(true);

    var waiting = stage.await(vendor.kind(), "healer", IfNeededIT::isOverdue);
    assertThat(waiting.currentState()).isEqualTo(SUCCEEDED);
    vendor.finish();
    vendor.await(SUCCEEDED);
    vendor.outOfOrder(true);
    vendor.await("healer", SYNCHRONIZING);
    vendor.finish();

    vendor.await("healer", SUCCEEDED);
    assertThat(vendor.starts()).isEqualTo(2);
    assertThat(vendor.mostAtOnce()).isOne();
  }

  /** A check that took place would have set the time of the next one. */
  private static boolean isOverdue(SyncStatus status) {
    return status.nextCheckTime() != null
        && status.nextCheckTime().plusSeconds(3).isBefore(Instant.now());
  }

  private Vendor operated(Vendor.Kind kind) {
    var vendor = kind.on(stage);
    vendor.connect();
    stage.operate();
    return vendor;
  }

  private SyncStatus awaitError(Vendor vendor, String part) {
    return stage.await(vendor.kind(), "sync", s -> s.error() != null && s.error().contains(part));
  }
}
