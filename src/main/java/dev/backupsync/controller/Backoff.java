package dev.backupsync.controller;

import java.time.Duration;

/** The wait before a failed reconcile is repeated: for ever, at growing intervals. */
final class Backoff {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final double GROWTH = 1.5;
  private static final int STEPS = 20; // after which the longest wait is surely reached

  private Backoff() {}

  /**
   * Grows by half with each failure.
   *
   * @param failures in a row, at least one
   */
  static Duration after(int failures) {
    var millis = FIRST.toMillis() * Math.pow(GROWTH, Math.clamp(failures - 1L, 0, STEPS));
    return Duration.ofMillis(Math.min((long) millis, LONGEST.toMillis()));
  }
}
