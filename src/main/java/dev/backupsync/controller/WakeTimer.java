package dev.backupsync.controller;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Runs short steps after a wait, for all objects on one thread. It goes by a clock that nobody
 * sets: the framework's own timer goes by the one on the wall, and where that is put back by an
 * hour, nothing is looked at for an hour.
 */
public final class WakeTimer implements AutoCloseable {
  private static final Duration BEAT = Duration.ofSeconds(5);

  private final LongSupplier nanos;
  private final ScheduledThreadPoolExecutor thread;
  private volatile long lastBeat;

  /**
   * Runs until it is closed.
   *
   * @param nanos of a clock that nobody sets, as {@link System#nanoTime}
   */
  public WakeTimer(LongSupplier nanos) {
    this.nanos = nanos;
    this.lastBeat = nanos.getAsLong();
    this.thread =
        new ScheduledThreadPoolExecutor(
            1,
            Thread.ofPlatform().daemon().name("wake-timer").factory(),
            new ThreadPoolExecutor.DiscardPolicy()); // of what comes after the end
    thread.setRemoveOnCancelPolicy(true); // else what is put off stays in memory until it was due
    var beat = BEAT.toNanos();
    var _ = thread.scheduleWithFixedDelay(this::beat, beat, beat, TimeUnit.NANOSECONDS);
  }

  private void beat() {
    lastBeat = nanos.getAsLong();
  }

  /** Runs a step, which must not block, after a wait; until then it can be cancelled. */
  Future<?> after(Duration wait, Runnable step) {
    return thread.schedule(step, wait.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** How long ago it was last seen to move. */
  public Duration still() {
    return Duration.ofNanos(nanos.getAsLong() - lastBeat);
  }

  /** How many steps wait. */
  int waiting() {
    return thread.getQueue().size() - 1; // but for the beat
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
