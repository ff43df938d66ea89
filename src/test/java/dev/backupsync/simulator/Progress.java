package dev.backupsync.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** How far a run is: by the clock until a test's hand moves it, and by hand alone from then on. */
final class Progress {
  private final InstantSource clock;
  private final Duration whole;
  private final Instant start;
  private final int from;
  private Optional<Integer> byHand = Optional.empty();

  /**
   * @param whole how long 0 to 100 takes
   * @param from the percentage to start at
   */
  Progress(InstantSource clock, Duration whole, int from) {
    this.clock = clock;
    this.whole = whole;
    this.start = clock.instant();
    this.from = from;
  }

  /** 0 to 100. */
  synchronized int percent() {
    return byHand.orElseGet(this::byClock);
  }

  synchronized void set(int percent) {
    byHand = Optional.of(Math.clamp(percent, 0, 100));
  }

  /** When it will be complete by the clock; empty where it takes for ever. */
  Optional<Instant> due() {
    return whole.compareTo(Duration.ofDays(3650)) > 0
        ? Optional.empty()
        : Optional.of(start.plus(whole.multipliedBy(100 - from).dividedBy(100)));
  }

  boolean complete() {
    return percent() == 100;
  }

  Instant start() {
    return start;
  }

  private int byClock() {
    if (whole.isZero()) {
      return 100;
    }
    var share = seconds(Duration.between(start, clock.instant())) / seconds(whole);
    return (int) Math.clamp(from + share * 100, 0, 100);
  }

  private static double seconds(Duration duration) {
    return duration.getSeconds() + duration.getNano() / 1e9;
  }
}
