package dev.backupsync.scenario.lifecycle;

import static dev.backupsync.api.v1alpha1.SyncState.FAILED;
import static dev.backupsync.api.v1alpha1.SyncState.STARTING;
import static dev.backupsync.api.v1alpha1.SyncState.SUCCEEDED;
import static dev.backupsync.api.v1alpha1.SyncState.SYNCHRONIZING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Stage;
import dev.backupsync.cluster.Vendor;
import dev.backupsync.simulator.Fault;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A run has its timeout from the accepted start on, and time in which nobody could look at it does
 * not count; yet one that nobody can see ends, too.
 */
@OnApiServer
class TimeoutIT {
  private static final Duration DAY = Duration.ofDays(1);

  @AutoClose private final Stage stage = Stage.open();

  /** How far the operator's clock is ahead. */
  private volatile Duration ahead = Duration.ZERO;

  @ParameterizedTest
  @EnumSource
  void aRunThatIsSeenEndsAtItsTimeout(Vendor.Kind kind) {
    var vendor = operated(kind);
    vendor.sync("timeout: 1h");
    var run = vendor.await(SYNCHRONIZING).run();
    ahead = Duration.ofHours(1).plusSeconds(2);

    var status = vendor.await(FAILED);

    assertThat(run.deadline()).isEqualTo(run.acceptedTime().plus(Duration.ofHours(1)));
    assertThat(status.reason()).isEqualTo(Reason.DEADLINE_EXCEEDED);
    assertThat(status.message()).contains("timeout");
    stage.awaitEvents("sync", "Started", "TimedOut");
    assertThat(vendor.starts()).isOne();
  }

  /** That it was not given up is told by what it hears after the clock moved on. */
  @ParameterizedTest
  @EnumSource
  void aRunWhosePollsFailIsGivenUpAfterAWeekAndNotBefore(Vendor.Kind kind) {
    var vendor = operated(kind);
    vendor.sync("timeout: 1h");
    vendor.await(SYNCHRONIZING);
    vendor.server().faults().always(vendor.poll(), Fault.html(500));
    vendor.server().faults().always(vendor.look(), Fault.html(500));
    stage.await(vendor.kind(), "sync", s -> s.run().unseenSince() != null);

    for (var days : new int[] {1, 6}) {
      ahead = DAY.multipliedBy(days);
      var then = now().truncatedTo(ChronoUnit.SECONDS);
      stage.await(
          vendor.kind(),
          "sync",
          s -> s.lastError() != null && !s.lastError().time().isBefore(then) && s.inFlight());
    }
    ahead = DAY.multipliedBy(7).plusSeconds(1);

    var status = vendor.await(FAILED);
    assertThat(status.reason()).isEqualTo(Reason.DEADLINE_EXCEEDED);
    assertThat(status.message()).contains("7 days", "last error", "500");
    stage.awaitEvents("sync", "Started", "TimedOut");
    assertThat(vendor.starts()).isOne();
  }

  /** Nothing but the end of the week brings the operator back to such a run. */
  @ParameterizedTest
  @EnumSource
  void aRunOfAVendorThatCannotBeReachedIsGivenUpAfterAWeek(Vendor.Kind kind) {
    var vendor = operated(kind);
    vendor.sync("timeout: 10s");
    vendor.await(SYNCHRONIZING);
    vendor.server().stop();
    stage.awaitReason(vendor.kind(), "sync", "ConnectionNotReady");
    ahead = DAY.multipliedBy(7).plusSeconds(1);
    stage.patch(vendor.kind(), "sync", "{\"spec\": {\"pollInterval\": \"2s\"}}"); // looks now

    var status = vendor.await(FAILED);

    assertThat(status.reason()).isEqualTo(Reason.DEADLINE_EXCEEDED);
    stage.awaitEvents("sync", "Started", "TimedOut");
    assertThat(vendor.starts()).isOne();
  }

  @ParameterizedTest
  @EnumSource
  void timeWithoutTheOperatorDoesNotCountAndItLooksBeforeItJudges(Vendor.Kind kind) {
    var vendor = operated(kind);
    vendor.sync("timeout: 1h");
    vendor.await(SYNCHRONIZING);
    stage.stopOperator();
    vendor.finish();
    vendor.server().stop();
    ahead = DAY;
    operate();
    stage.awaitReason(vendor.connectionKind(), vendor.connection(), "Unreachable");
    stage.awaitReason(vendor.kind(), "sync", "ConnectionNotReady");

    vendor.server().start();

    vendor.await(SUCCEEDED);
    stage.awaitEvents("sync", "Started", "Succeeded");
    assertThat(vendor.starts()).isOne();
  }

  @ParameterizedTest
  @EnumSource
  void timeWithoutTheConnectionDoesNotCount(Vendor.Kind kind) {
    var vendor = operated(kind);
    vendor.sync("timeout: 1h");
    vendor.await(SYNCHRONIZING);
    vendor.server().stop();
    stage.awaitReason(vendor.kind(), "sync", "ConnectionNotReady");
    ahead = DAY;

    vendor.server().start();
    var seen = stage.await(vendor.kind(), "sync", s -> s.reason() == Reason.PROGRESSING);
    vendor.finish();

    vendor.await(SUCCEEDED);
    assertThat(seen.run().uncounted()).isGreaterThanOrEqualTo(DAY.toSeconds() - 60);
    assertThat(vendor.starts()).isOne();
  }

  @ParameterizedTest
  @EnumSource
  void anAttemptThatWasNotSentIsNeverLate(Vendor.Kind kind) {
    var vendor = operated(kind);
    vendor.sync("timeout: 1h", "retry: {limit: 1, interval: 30s}");
    vendor.await(SYNCHRONIZING);
    vendor.fail("Disk is full");
    var retry = stage.await(vendor.kind(), "sync", s -> s.run().attempt() == 2);
    stage.stopOperator();
    ahead = DAY;
    operate();

    vendor.await(SYNCHRONIZING);
    vendor.finish();

    assertThat(retry.currentState()).isEqualTo(STARTING);
    assertThat(retry.run().deadline()).isNull();
    assertThat(vendor.await(SUCCEEDED).lastRun().attempts()).isEqualTo(2);
    assertThat(vendor.starts()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void aTimeoutThatIsChangedInFlightCountsAtOnce(Vendor.Kind kind) {
    var vendor = operated(kind);
    vendor.sync("timeout: 1h");
    var run = vendor.await(SYNCHRONIZING).run();

    timeout(vendor, "48h");
    stage.await(
        vendor.kind(),
        "sync",
        s -> s.run().deadline().equals(run.acceptedTime().plus(Duration.ofDays(2))));
    ahead = DAY;
    stage.await(vendor.kind(), "sync", s -> s.run().lastSeenTime().isAfter(run.deadline()));
    timeout(vendor, "2h");

    assertThat(vendor.await(FAILED).reason()).isEqualTo(Reason.DEADLINE_EXCEEDED);
    assertThat(vendor.starts()).isOne();
  }

  private void timeout(Vendor vendor, String timeout) {
    stage.patch(vendor.kind(), "sync", "{\"spec\": {\"timeout\": \"" + timeout + "\"}}");
  }

  private Vendor operated(Vendor.Kind kind) {
    var vendor = kind.on(stage);
    vendor.connect();
    operate();
    return vendor;
  }

  private void operate() {
    stage.operate(this::now);
  }

  private Instant now() {
    return Instant.now().plus(ahead);
  }
}
