package dev.backupsync.scenario.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.cluster.ApiGateway;
import dev.backupsync.cluster.ApiServer;
import dev.backupsync.cluster.BothVendors;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.OperatorProcess;
import dev.backupsync.cluster.Stage;
import dev.backupsync.simulator.Fault;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Takes the API server away for a while, restarts it, and lets the operator start without it. */
@OnApiServer
class ApiServerAwayIT {
  private static final Fault AS_IT_SHOULD_BE = new Fault.Latency(Duration.ZERO);

  /**
   * Once for every step of a run at which it may go, and for as long as it takes a leader to give
   * up and its successor to find nobody: half a minute and more.
   */
  @Test
  void awayAtEachStep() {
    try (var gateway = ApiGateway.before(ApiServer.shared());
        var resting = BothVendors.open();
        var running = BothVendors.open();
        var ending = BothVendors.open();
        var licensed = BothVendors.open();
        var started = BothVendors.open();
        var leading = BothVendors.open()) {
      resting.stage().operateBehind(gateway);
      running.stage().operateBehind(gateway);
      ending.stage().operateBehind(gateway);
      licensed.stage().operateBehind(gateway);
      started.stage().operateBehind(gateway);
      try (var leader = leader(leading, gateway).awaitReady()) {
        resting.create();
        resting.awaitRunning();
        resting.finish();
        resting.awaitSuccess();
        running.create();
        running.awaitRunning();
        ending.create();
        ending.awaitRunning();
        leading.create();
        leading.awaitRunning();
        unanswered(licensed, gateway, 0);
        unanswered(started, gateway, 1);

        gateway.goAway();
        ending.finish();
        resting.request();
        assertThat(leader.awaitExit()).as(leader.log()).isNotZero();
        assertThat(leader.log()).contains("could not be renewed; exiting");
        try (var early = leader(leading, gateway)) {
          assertThat(early.awaitExit()).as(early.log()).isNotZero();
          assertThat(early.log()).contains("cannot be reached");
        }
        gateway.comeBack();
      }
      try (var next = leader(leading, gateway).awaitReady()) {
        resting.awaitRunning();
        resting.finish();
        licensed.awaitRunning();
        licensed.finish();
        started.awaitRunning();
        started.finish();
        running.finish();
        leading.finish();
        resting.awaitSuccess();
        running.awaitSuccess();
        ending.awaitSuccess();
        licensed.awaitSuccess();
        started.awaitSuccess();
        leading.awaitSuccess();
        assertThat(next.isAlive()).isTrue();
      }
      resting.assertOneStartPerTrigger();
      running.assertOneStartPerTrigger();
      ending.assertOneStartPerTrigger();
      licensed.assertOneStartPerTrigger();
      started.assertOneStartPerTrigger();
      leading.assertOneStartPerTrigger();
    }
  }

  /** A write of the first run, after so many good ones, gets no answer while all else goes on. */
  private static void unanswered(BothVendors both, ApiGateway gateway, int good) {
    both.each(
        vendor -> {
          gateway.faults().next(good, both.statusWrites(vendor), AS_IT_SHOULD_BE);
          gateway.faults().next(both.statusWrites(vendor), new Fault.Silence());
        });
    both.create();
    Stage.awaitUntil(() -> gateway.faults().pending() == 0);
  }

  private static OperatorProcess leader(BothVendors both, ApiGateway gateway) {
    var namespace = both.stage().namespace();
    return OperatorProcess.start(
        gateway.kubeconfig(),
        "--leader-election=true",
        "--pod-namespace=" + namespace,
        "--watch-namespaces=" + namespace);
  }

  @Test
  void restartedInTheMiddleOfARun() {
    try (var api = ApiServer.withCrds();
        var gateway = ApiGateway.before(api);
        var aside = ApiGateway.before(api);
        var client = aside.client();
        var both = new BothVendors(new Stage(client))) {
      both.stage().operateBehind(gateway);
      both.create();
      both.awaitRunning();
      api.restart();
      both.finish();
      both.awaitSuccess();
      both.request();
      both.awaitRunning();
      both.finish();
      both.awaitSuccess();
      both.assertOneStartPerTrigger();
    }
  }
}
