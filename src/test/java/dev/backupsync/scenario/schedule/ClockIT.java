package dev.backupsync.scenario.schedule;

import static dev.backupsync.api.v1alpha1.SyncState.SUCCEEDED;
import static dev.backupsync.api.v1alpha1.SyncState.SYNCHRONIZING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Stage;
import dev.backupsync.cluster.Vendor;
import dev.backupsync.simulator.Fault;
import dev.backupsync.time.Clocks;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is decided by times does not hang on the clock on the wall, which anybody may set. */
@OnApiServer
class ClockIT {
  private static final Duration TWO_HOURS = Duration.ofHours(2);

  @AutoClose private final Stage stage = Stage.open();

  /** How far the clock on the wall was set; time itself passes as ever. */
  private volatile Duration set = Duration.ZERO;

  @ParameterizedTest
  @EnumSource
  void aRunIsNotLateWhereTheClockIsPutForward(Vendor.Kind kind) {
    var vendor = running(kind);

    set = TWO_HOURS;
    var seen = stage.await(vendor.kind(), "sync", s -> ahead(s.run().lastSeenTime()));
    vendor.finish();

    assertThat(seen.currentState()).isEqualTo(SYNCHRONIZING);
    assertThat(seen.run().deadline()).isAfter(now());
    vendor.await(SUCCEEDED);
    stage.awaitEvents("sync", "Started", "Succeeded");
    assertThat(vendor.starts()).isOne();
  }

  /** The time of the next poll was written by the clock as it was before. */
  @ParameterizedTest
  @EnumSource
  void aPollThatWaitsIsNotDelayedWhereItIsPutBack(Vendor.Kind kind) {
    var vendor = running(kind);
    vendor.server().faults().always(vendor.poll(), Fault.html(500));
    vendor.server().faults().always(vendor.look(), Fault.html(500));
    stage.await(vendor.kind(), "sync", s -> s.run().misses() > 1);

    set = TWO_HOURS.negated();
    vendor.server().faults().clear();
    vendor.finish();

    vendor.await(SUCCEEDED);
    assertThat(vendor.starts()).isOne();
  }

  @ParameterizedTest
  @EnumSource
  void aConnectionIsProbedAsEverWhereItIsPutBack(Vendor.Kind kind) {
    var vendor = running(kind);

    set = TWO_HOURS.negated();

    Stage.awaitUntil(
        () -> {
          var status = stage.get(vendor.connectionKind(), vendor.connection()).getStatus();
          return status.lastProbeTime().isBefore(Instant.now().minus(Duration.ofHours(1)));
        });
  }

  private boolean ahead(Instant time) {
    return time.isAfter(Instant.now().plus(Duration.ofHours(1)));
  }

  private Vendor running(Vendor.Kind kind) {
    var vendor = kind.on(stage);
    vendor.connect();
    stage.operate(new Clocks(this::now, System::nanoTime));
    vendor.sync("timeout: 1h");
    vendor.await(SYNCHRONIZING);
    return vendor;
  }

  private Instant now() {
    return Instant.now().plus(set);
  }
}
