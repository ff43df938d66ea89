package dev.backupsync.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Shares one answer between all callers that ask at about the same time, so that a thousand callers
 * cost a server one request. A caller gets the answer to a request that was sent after its call: a
 * caller that comes while a request is in flight waits for the next one. Only one request is in
 * flight at a time, and after an answer that took long the next one is not sent at once: more
 * callers share it, and the server has time for other requests.
 *
 * @param <T> the answer
 */
public final class SharedAnswer<T> {
  /** A request is followed by a pause of so many times as long as it took. */
  private static final int PAUSE_FACTOR = 3;

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final Supplier<T> question;
  private final Predicate<T> teaches;
  private final InstantSource clock;
  private final Duration life;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<CompletableFuture<Told<T>>> next = Optional.empty();
  private Optional<CompletableFuture<Told<T>>> latest = Optional.empty();
  private boolean asking;

  private record Told<T>(T answer, Instant at) {}

  /**
   * Sends nothing yet.
   *
   * @param question sends the request and blocks until the answer; throws only for bugs
   * @param teaches whether later callers may use an answer; a failure is only for those who waited
   *     for it
   * @param life how old an answer may be in {@link #recent}; it is kept for no longer
   */
  public SharedAnswer(
      Supplier<T> question, Predicate<T> teaches, InstantSource clock, Duration life) {
    this.question = question;
    this.teaches = teaches;
    this.clock = clock;
    this.life = life;
  }

  /**
   * The answer to a request that is sent after this call.
   *
   * @return empty if none came within {@code patience}, or the caller was interrupted
   */
  public Optional<T> ask(Duration patience) {
    return answer(joined(), patience);
  }

  /**
   * An answer that is no older than {@code life}; if there is none, sends a request or waits for
   * the one in flight.
   *
   * @return empty if none came within {@code patience}, or the caller was interrupted
   */
  public Optional<T> recent(Duration patience) {
    return answer(known().orElseGet(this::joined), patience);
  }

  /** The same if it is already there; never waits. */
  public Optional<T> peek() {
    return known().filter(CompletableFuture::isDone).map(done -> done.resultNow().answer());
  }

  /** Discards earlier answers: later callers do not get them. */
  public void forget() {
    lock.lock();
    try {
      latest = Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private CompletableFuture<Told<T>> joined() {
    lock.lock();
    try {
      var round = next.orElseGet(CompletableFuture::new);
      next = Optional.of(round);
      if (!asking) {
        asking = true;
        Thread.ofVirtual().name("shared-answer").start(this::askAll);
      }
      return round;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sends one request after the other while callers wait; each one serves all that wait at that
   * time.
   */
  private void askAll() {
    for (var round = begun(); round.isPresent(); round = begun()) {
      var began = System.nanoTime();
      round.get().completeAsync(() -> new Told<>(question.get(), clock.instant()), Runnable::run);
      sleep(pauseAfter(Duration.ofNanos(System.nanoTime() - began)));
    }
    letGo();
  }

  static Duration pauseAfter(Duration request) {
    var pause = request.multipliedBy(PAUSE_FACTOR);
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  private static void sleep(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<CompletableFuture<Told<T>>> begun() {
    lock.lock();
    try {
      var round = next;
      next = Optional.empty();
      asking = round.isPresent();
      latest = round.or(() -> latest);
      return round;
    } finally {
      lock.unlock();
    }
  }

  /** Drops an old answer, so that a long list does not stay in memory when no caller needs it. */
  private void letGo() {
    var last = latest;
    sleep(life);
    lock.lock();
    try {
      latest = latest.equals(last) ? Optional.empty() : latest;
    } finally {
      lock.unlock();
    }
  }

  private Optional<CompletableFuture<Told<T>>> known() {
    lock.lock();
    try {
      return latest.filter(this::serves);
    } finally {
      lock.unlock();
    }
  }

  private boolean serves(CompletableFuture<Told<T>> round) {
    return switch (round.state()) {
      case RUNNING -> true;
      case SUCCESS -> serves(round.resultNow());
      case FAILED, CANCELLED -> false;
    };
  }

  private boolean serves(Told<T> told) {
    var age = Duration.between(told.at(), clock.instant()); // negative if the clock was set back
    return !age.isNegative() && age.compareTo(life) < 0 && teaches.test(told.answer());
  }

  private Optional<T> answer(CompletableFuture<Told<T>> round, Duration patience) {
    try {
      return Optional.of(round.get(patience.toNanos(), TimeUnit.NANOSECONDS).answer());
    } catch (TimeoutException _) {
      return Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("A shared question failed", e.getCause());
    }
  }
}
