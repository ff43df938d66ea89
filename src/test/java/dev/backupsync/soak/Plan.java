package dev.backupsync.soak;

import java.time.Duration;
import java.util.Optional;

/**
 * What one soak is to be.
 *
 * @param kills ends the soak once so many were dealt; empty where time ends it
 * @param duration how long chance rules; without kills to count, the longest there is
 * @param faults whether the API server and the vendors fail as well
 * @param patience how long all may take to come to rest in the end
 */
record Plan(
    long seed,
    int syncs,
    Duration duration,
    Optional<Integer> kills,
    boolean faults,
    Duration patience) {
  /** The operator itself waits for up to 5 minutes after many misses. */
  static final Duration PATIENCE = Duration.ofMinutes(8);

  /** Everything at once, for so long. */
  static Plan everything(Duration duration, long seed, int syncs) {
    return new Plan(seed, syncs, duration, Optional.empty(), true, PATIENCE);
  }

  /** So many kills, one after the other, and nothing else. */
  static Plan kills(int kills, long seed, int syncs) {
    return new Plan(seed, syncs, Duration.ofHours(12), Optional.of(kills), false, PATIENCE);
  }

  Plan patience(Duration other) {
    return new Plan(seed, syncs, duration, kills, faults, other);
  }

  /** One life is to be long, or nothing could be said of memory: the middle half of the time. */
  boolean spares(Duration elapsed) {
    var quarter = duration.dividedBy(4);
    return kills.isEmpty()
        && elapsed.compareTo(quarter) >= 0
        && elapsed.compareTo(quarter.multipliedBy(3)) < 0;
  }
}
