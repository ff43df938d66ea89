package dev.backupsync.veeam;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Remembers for a minute that a question was of no use, so that it is not asked for nothing. */
final class RecentTrouble {
  static final Duration MEMORY = Duration.ofMinutes(1);

  private final InstantSource clock;
  private volatile Instant last = Instant.MIN;

  RecentTrouble(InstantSource clock) {
    this.clock = clock;
  }

  void happened() {
    last = clock.instant();
  }

  /** False also where the clock was put back since. */
  boolean lasts() {
    var now = clock.instant();
    return !now.isBefore(last) && last.isAfter(now.minus(MEMORY));
  }
}
