package dev.backupsync.azure;

import java.time.Duration;
import java.util.Optional;

/** What came of asking for a vault's list of instances. */
sealed interface Listing {
  record Told(InstanceList all) implements Listing {}

  /**
   * It is hidden, broken or too long: whoever wants to know reads his instance alone, and is told
   * there what is wrong.
   *
   * @param pause before it is asked for again, where Azure says so
   */
  record Untold(Optional<Duration> pause) implements Listing {}

  /** There is none, and nobody said for how long. */
  static Listing useless() {
    return new Untold(Optional.empty());
  }

  /** Whether it may serve those who come later. */
  default boolean teaches() {
    return this instanceof Told;
  }
}
