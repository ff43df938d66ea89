package dev.backupsync.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The two clocks of a process: the wall clock, which may be set at any time, for times that are
 * shown; and a monotonic clock for the waits of this process.
 *
 * @param nanos as {@link System#nanoTime}
 */
public record Clocks(InstantSource wall, LongSupplier nanos) {

  /**
   * A moment on both clocks.
   *
   * @param time the wall clock's time, to be shown
   */
  public record Moment(Instant time, long nanos) {}

  /** On both clocks. */
  public Moment now() {
    return new Moment(wall.instant(), nanos.getAsLong());
  }

  /** A moment of an earlier process, of which only the wall clock's time is known. */
  public Moment since(Instant wallTime) {
    var now = now();
    return new Moment(wallTime, now.nanos - Duration.between(wallTime, now.time).toNanos());
  }

  /** How long ago that was, even if the wall clock was set meanwhile. */
  public Duration since(Moment earlier) {
    return Duration.ofNanos(nanos.getAsLong() - earlier.nanos);
  }

  /** A clock for waits only. It begins with the wall clock's time and is then monotonic. */
  public InstantSource steady() {
    var began = now();
    return () -> began.time.plus(since(began));
  }
}
