package dev.backupsync.http;

import java.time.Duration;
import java.util.Optional;

/**
 * A request that {@link SharedAnswer} sends once for many callers.
 *
 * @param <T> the answer
 */
public interface SharedRequest<T> {
  /** Sends the request and blocks until the answer; throws only for bugs. */
  T send();

  /** Whether later callers may use an answer; a failure is only for those that waited for it. */
  boolean isReusable(T answer);

  /**
   * How long callers that have another way should use that one, at least {@link
   * RecentTrouble#MEMORY}; empty if the answer is of use to them.
   */
  Optional<Duration> trouble(T answer);
}
