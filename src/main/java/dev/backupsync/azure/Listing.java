package dev.backupsync.azure;

import java.time.Duration;
import java.util.Optional;

/** The answer to a request for all instances of a vault: the whole list, or that there is none. */
sealed interface Listing {
  record Complete(InstanceList all) implements Listing {}

  /**
   * The list is hidden, broken or too long: callers read their instance alone, and that answer says
   * what is wrong.
   *
   * @param pause how long to wait before the next request, if Azure says so
   */
  record Unavailable(Optional<Duration> pause) implements Listing {}

  /** There is no list, and Azure named no pause. */
  static Listing unavailable() {
    return new Unavailable(Optional.empty());
  }

  /** The instances; empty if there is no list. */
  default Optional<InstanceList> instances() {
    return switch (this) {
      case Complete(var all) -> Optional.of(all);
      case Unavailable _ -> Optional.empty();
    };
  }
}
