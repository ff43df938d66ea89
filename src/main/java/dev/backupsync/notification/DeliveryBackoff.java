package dev.backupsync.notification;

import java.time.Duration;
import java.util.Optional;

/**
 * How long to wait after failures, so that a receiver in trouble is spared: twice as long after
 * each of them, and longer if the receiver asks for it.
 */
record DeliveryBackoff(Duration first) {
  /** How long is waited at most of our own accord. */
  static final Duration LONGEST = Duration.ofMinutes(1);

  /** How long is waited at most because the receiver asks for it. */
  static final Duration LONGEST_ASKED = Duration.ofMinutes(15);

  private static final int MOST_DOUBLINGS = 20;

  /** After this many failures, of which the last one came with this Retry-After. */
  Duration after(int failures, Optional<Duration> asked) {
    var doublings = Math.clamp(failures - 1L, 0, MOST_DOUBLINGS);
    var own = shorter(first.multipliedBy(1L << doublings), LONGEST);
    var theirs = shorter(asked.orElse(Duration.ZERO), LONGEST_ASKED);
    return own.compareTo(theirs) < 0 ? theirs : own;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
