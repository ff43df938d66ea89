package dev.backupsync.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Remembers for a minute that a request was of no use, or for longer if the server asks for that.
 * Callers that have another way do not repeat the request in that time.
 */
public final class RecentTrouble {
  public static final Duration MEMORY = Duration.ofMinutes(1);

  private final InstantSource clock;
  private Instant last = Instant.MIN;
  private Instant until = Instant.MIN;

  public RecentTrouble(InstantSource clock) {
    this.clock = clock;
  }

  public void happened() {
    happened(MEMORY);
  }

  /**
   * Does the same if the server said when it wants to be called again.
   *
   * @param wait counts if it is longer than that minute
   */
  public synchronized void happened(Duration wait) {
    var now = clock.instant();
    var end = now.plus(wait.compareTo(MEMORY) > 0 ? wait : MEMORY);
    until = lasts() && until.isAfter(end) ? until : end;
    last = now;
  }

  /** False also if the clock was set back since. */
  public synchronized boolean lasts() {
    var now = clock.instant();
    return !now.isBefore(last) && now.isBefore(until);
  }
}
