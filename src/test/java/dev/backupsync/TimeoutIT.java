package dev.backupsync;

import static dev.backupsync.api.v1alpha1.SyncState.FAILED;
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

/** A run that cannot be seen ends too: past its timeout and a grace, and not before. */
@OnApiServer
class TimeoutIT {
  @AutoClose private final Stage stage = Stage.open();

  /** The operator's clock in the first test; stands still unless set. */
  private volatile Instant time = Instant.now();

  /** That it was not given up is told by what it hears after the clock moved on. */
  @ParameterizedTest
  @EnumSource
  void aRunWhosePollsFailIsGivenUpATenthOfItsTimeoutAfterItsDeadline(Vendor.Kind kind) {
    var vendor = kind.on(stage);
    vendor.connect();
    stage.operate(() -> time);
    vendor.sync("timeout: 1h");
    var deadline = vendor.await(SYNCHRONIZING).run().deadline();
    vendor.server().faults().always(vendor.poll(), Fault.html(500));
    vendor.server().faults().always(vendor.look(), Fault.html(500));

    for (var seconds : new int[] {60, 340, 359}) {
      var then = deadline.plusSeconds(seconds);
      time = then;
      stage.await(
          vendor.kind(), "sync", s -> s.lastError() != null && then.equals(s.lastError().time()));
    }
    time = deadline.plusSeconds(361);

    var status = vendor.await(FAILED);
    assertThat(status.reason()).isEqualTo(Reason.DEADLINE_EXCEEDED);
    assertThat(status.message()).contains("timeout", "last error", "500");
    assertThat(status.lastRun().completionTime()).isEqualTo(time.truncatedTo(ChronoUnit.SECONDS));
    stage.awaitEvents("sync", "Started", "TimedOut");
    assertThat(vendor.starts()).isOne();
  }

  /** Nothing but the end of the grace brings the operator back to such a run. */
  @ParameterizedTest
  @EnumSource
  void aRunOfAVendorThatCannotBeReachedIsGivenUp(Vendor.Kind kind) {
    var vendor = kind.on(stage);
    vendor.connect();
    stage.operate();
    vendor.sync("timeout: 10s");
    var deadline = vendor.await(SYNCHRONIZING).run().deadline();
    vendor.server().stop();
    stage.awaitReason(vendor.kind(), "sync", "ConnectionNotReady");

    var status = vendor.await(FAILED);

    assertThat(status.reason()).isEqualTo(Reason.DEADLINE_EXCEEDED);
    assertThat(status.lastRun().completionTime()).isAfter(deadline.plus(Duration.ofSeconds(2)));
    stage.awaitEvents("sync", "Started", "TimedOut");
    assertThat(vendor.starts()).isOne();
  }
}
