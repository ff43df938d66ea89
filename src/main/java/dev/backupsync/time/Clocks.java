package dev.backupsync.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The two clocks of a process: the wall clock, which may be set at any time, for the times that are
 * told; and one that nobody sets, for the waits of this process.
 *
 * @param nanos as {@link System#nanoTime}
 */
public record Clocks(InstantSource wall, LongSupplier nanos) {

  /**
   * A moment on both clocks.
   *
   * @param time to be told
   */
  public record Moment(Instant time, long nanos) {}

  /** On both clocks. */
  public Moment now() {
    return new Moment(wall.instant(), nanos.getAsLong());
  }

  /** A moment of an earlier process, which told the time of it alone. */
  public Moment since(Instant told) {
    var now = now();
    return new Moment(told, now.nanos - Duration.between(told, now.time).toNanos());
  }

  /** How long ago that was, however the wall clock was set meanwhile. */
  public Duration since(Moment earlier) {
    return Duration.ofNanos(nanos.getAsLong() - earlier.nanos);
  }

  /**
   * A clock for waits alone. It begins with the time on the wall, and from then on nobody sets it.
   */
  public InstantSource steady() {
    var began = now();
    return () -> began.time.plus(since(began));
  }
}
