package dev.backupsync.scenario.lifecycle;

import static dev.backupsync.api.v1alpha1.SyncState.FAILED;
import static dev.backupsync.api.v1alpha1.SyncState.STARTING;
import static dev.backupsync.api.v1alpha1.SyncState.SUCCEEDED;
import static dev.backupsync.api.v1alpha1.SyncState.SYNCHRONIZING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Stage;
import dev.backupsync.cluster.Vendor;
import dev.backupsync.simulator.Fault;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is tried again: a throttled start costs no attempt, a failed or lost run does. */
@OnApiServer
class RetryIT {
  @AutoClose private final Stage stage = Stage.open();

  /** How a vendor says that it is busy until a time. */
  enum Throttle {
    SECONDS,
    DATE,
    UNAVAILABLE,
    UNAVAILABLE_DATE;

    private Fault until(Instant time) {
      return switch (this) {
        case SECONDS -> Fault.retryAfter(429, wait(time));
        case DATE -> Fault.retryAt(429, time);
        case UNAVAILABLE -> Fault.retryAfter(503, wait(time));
        case UNAVAILABLE_DATE -> Fault.retryAt(503, time);
      };
    }

    private static Duration wait(Instant until) {
      return Duration.between(Instant.now().truncatedTo(ChronoUnit.SECONDS), until);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "VEEAM, SECONDS",
    "VEEAM, DATE",
    "VEEAM, UNAVAILABLE",
    "VEEAM, UNAVAILABLE_DATE",
    "AZURE, SECONDS",
    "AZURE, DATE",
    "AZURE, UNAVAILABLE",
    "AZURE, UNAVAILABLE_DATE",
  })
  void aThrottledStartWaitsAsLongAsItIsToldAndCostsNoAttempt(Vendor.Kind kind, Throttle how) {
    var vendor = operated(kind);
    var until = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(6);
    vendor.server().faults().next(vendor.start(), how.until(until));
    vendor.sync();

    stage.awaitReason(vendor.kind(), "sync", Reason.START_REFUSED.word());
    var running = awaitAttempt(vendor, 1);
    assertThat(Instant.now()).isAfterOrEqualTo(until);
    assertThat(running.run().adopted()).isFalse();
    vendor.finish();

    var status = vendor.await(SUCCEEDED);
    assertThat(status.lastRun().attempts()).isOne();
    assertThat(vendor.posts()).isEqualTo(2);
    stage.awaitEvents("sync", "Started", "Succeeded");
  }

  @ParameterizedTest
  @EnumSource
  void aThrottledStartIsNotSentAgainByARestartOrAnEdit(Vendor.Kind kind) {
    var vendor = operated(kind);
    vendor.server().faults().next(vendor.start(), Fault.retryAfter(429, Duration.ofHours(1)));
    vendor.sync();
    stage.awaitReason(vendor.kind(), "sync", Reason.START_REFUSED.word());

    stage.stopOperator();
    stage.operate();
    stage.patch(vendor.kind(), "sync", "{\"spec\": {\"timeout\": \"3h\"}}");
    var status = stage.await(vendor.kind(), "sync", s -> s.observedGeneration() == 2);

    assertThat(status.reason()).isEqualTo(Reason.START_REFUSED);
    assertThat(status.run().nextPollTime()).isAfter(Instant.now().plusSeconds(3000));
    assertThat(vendor.posts()).isOne();
  }

  /** Veeam's alone: Azure's operations outlive everything. */
  @Test
  void aLostSessionIsTriedAgain() {
    var vendor = operated(Vendor.Kind.VEEAM);
    vendor.sync("retry: {limit: 1, interval: 1s}");
    var first = awaitAttempt(vendor, 1);

    stage.veeam.forgetSessions();
    var second = awaitAttempt(vendor, 2);
    assertThat(second.run().operation().id()).isNotEqualTo(first.run().operation().id());
    vendor.finish();

    assertThat(vendor.await(SUCCEEDED).lastRun().attempts()).isEqualTo(2);
    stage.awaitEvents("sync", "Started", "SessionLost", "Started", "Succeeded");
    assertThat(vendor.starts()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void theCountOfAttemptsOutlivesTheOperator(Vendor.Kind kind) {
    var vendor = operated(kind);
    vendor.sync("retry: {limit: 2, interval: 1s}");
    awaitAttempt(vendor, 1);
    vendor.fail("Disk is full");
    awaitAttempt(vendor, 2);

    stage.stopOperator(); // in the middle of an attempt
    vendor.fail("Disk is still full");
    stage.operate();
    stage.await(vendor.kind(), "sync", s -> s.run().attempt() == 3);
    stage.stopOperator(); // before one, or in the middle
    stage.operate();
    awaitAttempt(vendor, 3);
    vendor.fail("Disk is full for ever");

    var status = vendor.await(FAILED);
    assertThat(status.reason()).isEqualTo(Reason.RETRIES_EXHAUSTED);
    assertThat(status.lastRun().attempts()).isEqualTo(3);
    assertThat(vendor.starts()).isEqualTo(3);
    assertThat(vendor.mostAtOnce()).isOne();
  }

  @ParameterizedTest
  @EnumSource
  void aRestartDoesNotShortenTheWaitForARetry(Vendor.Kind kind) {
    var vendor = operated(kind);
    vendor.sync("retry: {limit: 1, interval: 1h}");
    awaitAttempt(vendor, 1);
    vendor.fail("Disk is full");
    vendor.await(STARTING);

    stage.stopOperator();
    stage.operate();
    stage.patch(vendor.kind(), "sync", "{\"spec\": {\"timeout\": \"3h\"}}");
    var status = stage.await(vendor.kind(), "sync", s -> s.observedGeneration() == 2);

    assertThat(status.currentState()).isEqualTo(STARTING);
    assertThat(status.run().attempt()).isEqualTo(2);
    assertThat(vendor.starts()).isOne();
  }

  private Vendor operated(Vendor.Kind kind) {
    var vendor = kind.on(stage);
    vendor.connect();
    stage.operate();
    return vendor;
  }

  private SyncStatus awaitAttempt(Vendor vendor, int attempt) {
    return stage.await(
        vendor.kind(),
        "sync",
        s -> s.currentState() == SYNCHRONIZING && s.run().attempt() == attempt);
  }
}
