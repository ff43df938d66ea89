package dev.backupsync.azure;

import java.time.Duration;
import java.util.Optional;

/** The result of asking for a vault's list of instances. */
sealed interface Listing {
  record Told(InstanceList all) implements Listing {}

  /**
   * The list is hidden, broken or too long: callers read their instance alone, and that answer says
   * what is wrong.
   *
   * @param pause how long to wait before the next request, if Azure says so
   */
  record Untold(Optional<Duration> pause) implements Listing {}

  /** There is no list, and Azure named no pause. */
  static Listing useless() {
    return new Untold(Optional.empty());
  }

  /** Whether later callers may use it. */
  default boolean teaches() {
    return this instanceof Told;
  }
}
