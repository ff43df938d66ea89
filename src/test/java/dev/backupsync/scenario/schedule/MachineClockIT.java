package dev.backupsync.scenario.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.cluster.ApiServer;
import dev.backupsync.cluster.BothVendors;
import dev.backupsync.cluster.MachineClock;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.OperatorProcess;
import dev.backupsync.cluster.Stage;
import dev.backupsync.cluster.Vendor;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The operator as a process on a machine whose clock is set by hours while runs are under way. */
@OnApiServer
class MachineClockIT {
  private static final Duration TWO_HOURS = Duration.ofHours(2);
  private static final int SOME = 3;

  @AutoClose private final BothVendors both = BothVendors.open();

  @Test
  void runsAndProbesGoOnAsIfNobodyHadSetIt() {
    var found = MachineClock.find();
    assumeTrue(found.isPresent(), "libfaketime is not installed; on Debian: apt-get install it");
    var clock = found.get().set(TWO_HOURS);
    try (var operator =
        OperatorProcess.start(
            ApiServer.shared().kubeconfig(),
            clock.environment(),
            "--watch-namespaces=" + both.stage().namespace())) {
      operator.awaitReady();
      both.create("timeout: 1h");
      both.awaitRunning();

      clock.set(Duration.ZERO); // back
      both.each(vendor -> awaitPolls(vendor, SOME));
      both.each(vendor -> awaitProbe(vendor, clock));
      both.finish();
      both.awaitSuccess();
      both.request();
      both.awaitRunning();

      clock.set(TWO_HOURS); // forward
      both.each(vendor -> awaitPolls(vendor, SOME));
      both.await(status -> status.currentState() == SyncState.SYNCHRONIZING);
      both.finish();
      both.awaitSuccess();

      both.assertOneStartPerTrigger();
      assertThat(operator.isReady()).isTrue();
    }
  }

  private static void awaitPolls(Vendor vendor, int more) {
    var before = vendor.server().requests().count(vendor.poll());
    Stage.awaitUntil(() -> vendor.server().requests().count(vendor.poll()) >= before + more);
  }

  /** One that is told by the clock as it is now. */
  private void awaitProbe(Vendor vendor, MachineClock clock) {
    Stage.awaitUntil(
        () -> {
          var status = both.stage().get(vendor.connectionKind(), vendor.connection()).getStatus();
          return status.lastProbeTime().isBefore(clock.now().plusSeconds(1));
        });
  }
}
