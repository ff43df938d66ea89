package dev.backupsync.veeam;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * One answer for all who ask while it is on its way or a moment after it came, so that many who
 * look at the same time cost a server one question. Only for looks that may be that old.
 */
final class Recent<T> {
  /** Nobody looks again so soon, and so nobody is told the same twice. */
  static final Duration LIFE = Duration.ofSeconds(1);

  private record Told<T>(Lookup<T> answer, Instant at) {
    /** What taught nothing is for those who waited for it, and for nobody after them. */
    boolean serves(Instant now) {
      var age = Duration.between(at, now); // negative where the clock was put back
      return !(answer instanceof Lookup.Blind<T>) && !age.isNegative() && age.compareTo(LIFE) < 0;
    }
  }

  private final Supplier<Lookup<T>> question;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<CompletableFuture<Told<T>>> latest = Optional.empty();

  Recent(Supplier<Lookup<T>> question, InstantSource clock) {
    this.question = question;
    this.clock = clock;
  }

  /** Asks, unless somebody else does or just did. */
  Lookup<T> look() {
    return asked().join().answer();
  }

  /** Whoever comes from now on is told nothing that was asked before. */
  void forget() {
    lock.lock();
    try {
      latest = Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Whoever has to ask does so outside the lock: others must be able to join. */
  private CompletableFuture<Told<T>> asked() {
    var mine = new CompletableFuture<Told<T>>();
    lock.lock();
    try {
      var other = latest.filter(this::serves);
      if (other.isPresent()) {
        return other.get();
      }
      latest = Optional.of(mine);
    } finally {
      lock.unlock();
    }
    return mine.completeAsync(() -> new Told<>(question.get(), clock.instant()), Runnable::run);
  }

  private boolean serves(CompletableFuture<Told<T>> last) {
    return switch (last.state()) {
      case RUNNING -> true;
      case SUCCESS -> last.resultNow().serves(clock.instant());
      case FAILED, CANCELLED -> false;
    };
  }
}
