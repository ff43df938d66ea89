package dev.backupsync.scenario.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.cluster.ApiGateway;
import dev.backupsync.cluster.ApiServer;
import dev.backupsync.cluster.BothVendors;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Stage;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.Match;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events are an aside: whatever becomes of them, syncs go on. */
@OnApiServer
class EventsIT {
  private static final Match EVENTS = Match.post(".*/events");

  private BothVendors both;
  private ApiGateway gateway;

  @BeforeEach
  void open() {
    both = BothVendors.open();
    gateway = ApiGateway.before(ApiServer.shared());
  }

  @AfterEach
  void close() {
    gateway.close();
    both.close();
  }

  /** As behind a webhook that is dead: no event is ever answered. */
  @Test
  void eventsThatHangHoldUpNobody() {
    gateway.faults().always(EVENTS, new Fault.Silence());
    both.stage().operateBehind(gateway);
    both.create();
    for (var request = 0; request < 3; request++) {
      both.awaitRunning();
      both.finish();
      both.awaitSuccess();
      both.request();
    }
    both.awaitRunning();
    both.finish();
    both.awaitSuccess();
    both.each(v -> assertThat(both.stage().events(v.kind())).isEmpty());
    both.assertOneStartPerTrigger();
  }

  @Test
  void eventsThatWereHeldUpAreRecordedInTheirOrder() {
    gateway.faults().always(EVENTS, Fault.status(500));
    both.stage().operateBehind(gateway);
    both.create();
    both.awaitRunning();
    both.finish();
    both.awaitSuccess();
    both.each(v -> assertThat(both.stage().events(v.kind())).isEmpty());

    gateway.faults().clear();

    both.each(v -> Stage.awaitUntil(() -> both.stage().events(v.kind()).size() == 2));
    both.each(
        v -> assertThat(both.stage().events(v.kind())).containsExactly("Started", "Succeeded"));
  }
}
