package dev.backupsync.controller;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Runs short steps after a wait, for all objects on one thread. It uses a monotonic clock: the
 * framework's own timer uses the wall clock, and if that is set back by an hour, nothing is
 * reconciled for an hour.
 */
public final class WakeTimer implements AutoCloseable {
  private static final Duration BEAT = Duration.ofSeconds(5);

  private final LongSupplier nanos;
  private final ScheduledThreadPoolExecutor thread;
  private volatile long lastBeat;

  /**
   * Runs until it is closed.
   *
   * @param nanos of a monotonic clock, such as {@link System#nanoTime}
   */
  public WakeTimer(LongSupplier nanos) {
    this.nanos = nanos;
    this.lastBeat = nanos.getAsLong();
    this.thread =
        new ScheduledThreadPoolExecutor(
            1,
            Thread.ofPlatform().daemon().name("wake-timer").factory(),
            new ThreadPoolExecutor.DiscardPolicy()); // steps that come after the end
    thread.setRemoveOnCancelPolicy(true); // so that cancelled steps do not stay in memory
    var beat = BEAT.toNanos();
    var _ = thread.scheduleWithFixedDelay(this::beat, beat, beat, TimeUnit.NANOSECONDS);
  }

  private void beat() {
    lastBeat = nanos.getAsLong();
  }

  /** Runs a step after a wait; the step must not block, and can be cancelled until it runs. */
  Future<?> after(Duration wait, Runnable step) {
    return thread.schedule(step, wait.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** How long ago the timer last made progress. */
  public Duration still() {
    return Duration.ofNanos(nanos.getAsLong() - lastBeat);
  }

  /** How many steps are waiting. */
  int waiting() {
    return thread.getQueue().size() - 1; // without the heartbeat
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
