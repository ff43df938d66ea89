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

/**
 * Sends one request for all callers that ask at about the same time, and gives its answer to each
 * of them. So a thousand callers cost a server one request. A caller gets the answer to a request
 * that was sent after its call: a caller that comes while a request is in flight waits for the next
 * one. Only one request is in flight at a time, and after an answer that took long the next one is
 * not sent at once: more callers share it, and the server has time for other requests.
 *
 * <p>A request that failed is not repeated for the callers that waited for the next one meanwhile:
 * a failure is the same for all of them, and a server in trouble must not be asked more.
 *
 * @param <T> the answer
 */
public final class SharedAnswer<T> {
  /** A request is followed by a pause of so many times as long as it took. */
  private static final int PAUSE_FACTOR = 3;

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final SharedRequest<T> request;
  private final InstantSource clock;
  private final Duration life;
  private final RecentTrouble trouble;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<Round<T>> next = Optional.empty();
  private Optional<CompletableFuture<Answer<T>>> latest = Optional.empty();
  private boolean asking;

  private record Answer<T>(T answer, Instant at) {}

  /**
   * The callers that wait for one request.
   *
   * @param isNeeded whether one of them has no other way
   */
  private record Round<T>(CompletableFuture<Answer<T>> answer, boolean isNeeded) {
    private Round<T> joined(boolean needed) {
      return new Round<>(answer, isNeeded || needed);
    }
  }

  /**
   * Sends nothing yet.
   *
   * @param life how old an answer may be in {@link #recent}; it is kept for no longer
   */
  public SharedAnswer(SharedRequest<T> request, InstantSource clock, Duration life) {
    this.request = request;
    this.clock = clock;
    this.life = life;
    this.trouble = new RecentTrouble(clock);
  }

  /**
   * The answer to a request that is sent after this call, or that fails during it.
   *
   * @return empty if none came within {@code patience}, or the caller was interrupted
   */
  public Optional<T> ask(Duration patience) {
    return answer(joined(true), patience);
  }

  /**
   * An answer that is no older than {@code life}; if there is none, sends a request or waits for
   * the one in flight.
   *
   * @return empty if none came within {@code patience}, or the caller was interrupted
   */
  public Optional<T> recent(Duration patience) {
    return answer(knownOrJoined(true), patience);
  }

  /** The same as {@link #ask} for a caller that has another way; empty also while in trouble. */
  public Optional<T> askUnlessInTrouble(Duration patience) {
    return answer(joined(false), patience);
  }

  /** The same as {@link #recent} for a caller that has another way; empty also while in trouble. */
  public Optional<T> recentUnlessInTrouble(Duration patience) {
    return inTrouble() ? Optional.empty() : answer(knownOrJoined(false), patience);
  }

  /** A recent answer if it is already there; never waits. */
  public Optional<T> peek() {
    return known().filter(CompletableFuture::isDone).map(done -> done.resultNow().answer());
  }

  /** Whether a request was slow or useless of late: callers that have another way should use it. */
  public boolean inTrouble() {
    return trouble.lasts();
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

  /** Empty if the caller has another way, which it must use now. */
  private Optional<CompletableFuture<Answer<T>>> joined(boolean needed) {
    lock.lock();
    try {
      if (!needed && trouble.lasts()) {
        return Optional.empty();
      }
      var round = next.orElseGet(() -> new Round<>(new CompletableFuture<>(), false));
      next = Optional.of(round.joined(needed));
      if (!asking) {
        asking = true;
        Thread.ofVirtual().name("shared-answer").start(this::askAll);
      }
      return Optional.of(round.answer());
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
      round.get().completeAsync(this::send, Runnable::run);
      sleep(pauseAfter(Duration.ofNanos(System.nanoTime() - began)));
    }
    dropOld();
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

  /** Notes trouble before any caller goes on. */
  private Answer<T> send() {
    var answer = new Answer<>(request.send(), clock.instant());
    var useless = request.trouble(answer.answer());
    useless.ifPresent(trouble::happened);
    if (useless.isPresent()) {
      shareWithNext(answer);
    }
    return answer;
  }

  /** Only a failure, which permits nothing, serves callers that must not get an earlier answer. */
  private void shareWithNext(Answer<T> useless) {
    lock.lock();
    try {
      var sharing = next.filter(one -> !one.isNeeded() || !request.isReusable(useless.answer()));
      sharing.ifPresent(one -> one.answer().complete(useless));
      next = sharing.isPresent() ? Optional.empty() : next;
    } finally {
      lock.unlock();
    }
  }

  private Optional<CompletableFuture<Answer<T>>> begun() {
    lock.lock();
    try {
      var round = next.map(Round::answer);
      next = Optional.empty();
      asking = round.isPresent();
      latest = round.or(() -> latest);
      return round;
    } finally {
      lock.unlock();
    }
  }

  /** Drops an old answer, so that a long list does not stay in memory when no caller needs it. */
  private void dropOld() {
    var last = latest;
    sleep(life);
    lock.lock();
    try {
      latest = latest.equals(last) ? Optional.empty() : latest;
    } finally {
      lock.unlock();
    }
  }

  /** In one step: a request that is sent between the two would not be seen, and cost one more. */
  private Optional<CompletableFuture<Answer<T>>> knownOrJoined(boolean needed) {
    lock.lock();
    try {
      return known().or(() -> joined(needed));
    } finally {
      lock.unlock();
    }
  }

  private Optional<CompletableFuture<Answer<T>>> known() {
    lock.lock();
    try {
      return latest.filter(this::serves);
    } finally {
      lock.unlock();
    }
  }

  private boolean serves(CompletableFuture<Answer<T>> round) {
    return switch (round.state()) {
      case RUNNING -> true;
      case SUCCESS -> serves(round.resultNow());
      case FAILED, CANCELLED -> false;
    };
  }

  private boolean serves(Answer<T> shared) {
    var age = Duration.between(shared.at(), clock.instant()); // negative if the clock was set back
    return !age.isNegative() && age.compareTo(life) < 0 && request.isReusable(shared.answer());
  }

  private Optional<T> answer(Optional<CompletableFuture<Answer<T>>> round, Duration patience) {
    if (round.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(round.get().get(patience.toNanos(), TimeUnit.NANOSECONDS).answer());
    } catch (TimeoutException _) {
      trouble.happened(); // it is slow
      return Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("A shared request failed", e.getCause());
    }
  }
}
