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
 * One answer for all who ask at about the same time, so that a thousand who look cost a server one
 * question. Whoever asks is told what was asked for after he came: who comes while a question is on
 * its way waits for the next one. Only one is on its way at a time.
 *
 * @param <T> the answer
 */
public final class SharedAnswer<T> {
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
   * Asks nothing yet.
   *
   * @param question blocks until the answer came; throws for bugs only
   * @param teaches whether an answer may serve those who come after it; trouble serves only those
   *     who waited for it
   * @param life how old an answer may be for those who do not mind; it is kept for no longer
   */
  public SharedAnswer(
      Supplier<T> question, Predicate<T> teaches, InstantSource clock, Duration life) {
    this.question = question;
    this.teaches = teaches;
    this.clock = clock;
    this.life = life;
  }

  /**
   * The answer to a question that is sent after this call.
   *
   * @return empty where none came within {@code patience}, or where the caller was interrupted
   */
  public Optional<T> ask(Duration patience) {
    return answer(joined(), patience);
  }

  /**
   * An answer that came no longer ago than {@code life}; asks where there is none, and waits for
   * one that is on its way.
   *
   * @return empty where none came within {@code patience}, or where the caller was interrupted
   */
  public Optional<T> recent(Duration patience) {
    return answer(known().orElseGet(this::joined), patience);
  }

  /** The same, where it is there already; never waits. */
  public Optional<T> peek() {
    return known().filter(CompletableFuture::isDone).map(done -> done.resultNow().answer());
  }

  /** What was asked before serves nobody who comes from now on. */
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

  /** One question after the other, as long as anybody waits; whoever waits is asked for at once. */
  private void askAll() {
    for (var round = begun(); round.isPresent(); round = begun()) {
      round.get().completeAsync(() -> new Told<>(question.get(), clock.instant()), Runnable::run);
    }
    letGo();
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

  /** A long list is not kept by a server that is asked no more. */
  private void letGo() {
    var last = latest;
    try {
      Thread.sleep(life);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
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
    var age = Duration.between(told.at(), clock.instant()); // negative where the clock was put back
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
