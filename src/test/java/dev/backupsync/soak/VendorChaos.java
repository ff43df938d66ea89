package dev.backupsync.soak;

import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.Match;
import dev.backupsync.simulator.SimulatedVendor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What goes wrong at one vendor. */
final class VendorChaos {
  private final SimulatedVendor vendor;
  private final Match start;
  private final Runnable forgetting;
  private final Dice dice;
  private final AtomicInteger restarts = new AtomicInteger();

  /**
   * @param start how a start is asked for there
   * @param forgetting what is lost with a restart
   */
  VendorChaos(SimulatedVendor vendor, Match start, Runnable forgetting, Dice dice) {
    this.vendor = vendor;
    this.start = start;
    this.forgetting = forgetting;
    this.dice = dice;
  }

  /** Until interrupted; the vendor is there again then. */
  void run() throws InterruptedException {
    vendor.faults().byChance(start, () -> dice.maybe(0.15, this::fault));
    vendor.faults().byChance(Match.any(), () -> dice.maybe(0.03, this::fault));
    while (true) {
      dice.sleep(20_000, 60_000);
      restart();
    }
  }

  private void restart() throws InterruptedException {
    restarts.incrementAndGet();
    vendor.stop();
    try {
      dice.sleep(500, 3000);
      if (dice.chance(0.5)) {
        forgetting.run();
      }
    } finally {
      vendor.start();
    }
  }

  private Fault fault() {
    return dice.pick(
        List.of(
            new Fault.Reset(),
            Fault.lostAnswer(),
            Fault.status(500),
            Fault.html(502),
            Fault.retryAfter(503, Duration.ofSeconds(1)),
            Fault.retryAfter(429, Duration.ofSeconds(1)),
            new Fault.Latency(dice.millis(100, 1500)),
            new Fault.Latency(Soak.REQUEST_TIMEOUT.plusSeconds(2)), // longer than anybody waits
            new Fault.Silence(),
            new Fault.AfterProcessing(Fault.status(500)),
            new Fault.AfterProcessing(Fault.html(504))));
  }

  /** Restarts, and faults that struck. */
  int faults() {
    return restarts.get() + vendor.faults().struck();
  }
}
