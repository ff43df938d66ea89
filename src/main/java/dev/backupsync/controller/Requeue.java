package dev.backupsync.controller;

import dev.backupsync.statemachine.RunSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When an object is reconciled again. Whatever the wish, it is reconciled within {@link
 * RunSettings#LONGEST_REST}, so that a lost event only costs minutes.
 *
 * @param delay empty for never: the object is gone
 */
record Requeue(Optional<Duration> delay) {
  /** When the first of these is due, or after the longest rest. */
  static Requeue after(Stream<Duration> wishes) {
    var wait =
        wishes
            .filter(wish -> wish.compareTo(RunSettings.LONGEST_REST) < 0)
            .min(Duration::compareTo)
            .orElse(RunSettings.LONGEST_REST);
    return new Requeue(Optional.of(wait));
  }

  /** At once: the decision was based on an outdated object. */
  static Requeue now() {
    return after(Stream.of(Duration.ZERO));
  }

  static Requeue never() {
    return new Requeue(Optional.empty());
  }

  /** After a failed reconcile, with this many failures before it. */
  static Requeue afterFailure(int earlier) {
    return after(Stream.of(Backoff.after(Math.clamp(earlier + 1L, 1, Integer.MAX_VALUE))));
  }
}
