package dev.backupsync.controller;

import dev.backupsync.connection.FatalErrors;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Wraps every reconcile and turns each {@link Error} into an exception. The framework retries a
 * reconcile after an exception, but never after an error. It also records since when each reconcile
 * runs, because an object whose reconcile never ends is never reconciled again.
 */
public final class ReconcileBoundary {
  private final LongSupplier nanos;
  private final Map<Visit, Long> inside = new ConcurrentHashMap<>();
  private volatile Optional<String> broken = Optional.empty();

  /** One reconcile; no two are equal. */
  private static final class Visit {
    private final String of;

    private Visit(HasMetadata object) {
      var meta = object.getMetadata();
      this.of = object.getKind() + " " + meta.getNamespace() + "/" + meta.getName();
    }
  }

  /**
   * @param nanos of a monotonic clock, such as {@link System#nanoTime}
   */
  public ReconcileBoundary(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Reconciles; throws exceptions only. */
  public <R> R cross(HasMetadata object, Supplier<? extends R> reconcile) {
    var visit = new Visit(object);
    inside.put(visit, nanos.getAsLong());
    try {
      return reconcile.get();
    } catch (RuntimeException e) {
      FatalErrors.check(e);
      throw e;
    } catch (Error e) {
      FatalErrors.check(e);
      throw new IllegalStateException("Reconciling failed: " + e.getClass().getSimpleName(), e);
    } finally {
      inside.remove(visit);
    }
  }

  /**
   * For the framework's threads: after an uncaught error there, an object is no longer reconciled.
   */
  public void uncaught(Thread thread, Throwable thrown) {
    FatalErrors.uncaught(thread, thrown);
    var what = thrown.getClass().getSimpleName();
    broken = Optional.of("A reconcile ended outside of the error boundary: " + what);
  }

  /** A problem that no later reconcile can fix; empty if there is none. */
  public Optional<String> broken() {
    return broken;
  }

  /** The objects whose reconciles have been running for longer than this. */
  public List<String> insideLongerThan(Duration limit) {
    var now = nanos.getAsLong();
    return inside.entrySet().stream()
        .filter(visit -> now - visit.getValue() > limit.toNanos())
        .map(visit -> visit.getKey().of)
        .sorted()
        .toList();
  }
}
