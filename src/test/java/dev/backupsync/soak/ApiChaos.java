package dev.backupsync.soak;

import dev.backupsync.cluster.ApiGateway;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.Match;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What goes wrong between the operator and the API server. */
final class ApiChaos {
  private static final Match STATUS = Match.of("PUT", ".*syncs/.*/status");

  private final ApiGateway gateway;
  private final Dice dice;
  private final AtomicInteger cuts = new AtomicInteger();

  ApiChaos(ApiGateway gateway, Dice dice) {
    this.gateway = gateway;
    this.dice = dice;
  }

  /** Until interrupted; the API server is there again then. */
  void run() throws InterruptedException {
    gateway.faults().byChance(STATUS, () -> dice.maybe(0.08, this::fault));
    gateway.faults().byChance(Match.any(), () -> dice.maybe(0.02, this::fault));
    while (true) {
      dice.sleep(3000, 20_000);
      cuts.incrementAndGet();
      if (dice.chance(0.3)) {
        beAway();
      } else {
        gateway.cut();
      }
    }
  }

  private void beAway() throws InterruptedException {
    gateway.goAway();
    try {
      dice.sleep(500, 4000);
    } finally {
      gateway.comeBack();
    }
  }

  private Fault fault() {
    return dice.pick(
        List.of(
            Fault.status(409),
            Fault.retryAfter(429, Duration.ofSeconds(1)),
            Fault.status(500),
            Fault.status(503),
            new Fault.Latency(dice.millis(100, 3000)),
            new Fault.Reset(),
            Fault.lostAnswer(),
            new Fault.AfterProcessing(Fault.status(500))));
  }

  /** Cuts, absences, and faults that struck. */
  int faults() {
    return cuts.get() + gateway.faults().struck();
  }
}
