package dev.backupsync.controller;

import dev.backupsync.operation.Policy;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When an object is looked at again. Whatever was wished for, it is looked at within {@link
 * Policy#LONGEST_REST}, so that an event which got lost anywhere costs minutes and not the event.
 *
 * @param in empty for never: it is gone
 */
record NextLook(Optional<Duration> in) {
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final int MOST_DOUBLINGS = 10;

  /** The longest wait after a look that failed. */
  static final Duration LONGEST_RETRY = Duration.ofMinutes(1);

  /** When the first of these is due, or the longest rest is over. */
  static NextLook after(Stream<Duration> wishes) {
    var wait =
        wishes
            .filter(wish -> wish.compareTo(Policy.LONGEST_REST) < 0)
            .min(Duration::compareTo)
            .orElse(Policy.LONGEST_REST);
    return new NextLook(Optional.of(wait));
  }

  /** At once: what was decided on is not what is there. */
  static NextLook now() {
    return after(Stream.of(Duration.ZERO));
  }

  static NextLook never() {
    return new NextLook(Optional.empty());
  }

  /** After a look that failed, as so many before it: for ever, ever slower. */
  static NextLook afterFailure(int earlier) {
    var wait = FIRST_RETRY.multipliedBy(1L << Math.clamp(earlier, 0, MOST_DOUBLINGS));
    return after(Stream.of(wait, LONGEST_RETRY));
  }
}
