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
 * The border to the framework, which every reconcile crosses. The framework tries again after an
 * exception, and after an error never: so each error becomes an exception here. And it remembers
 * who is inside since when, because one that never comes out is never seen again either.
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
   * @param nanos of a clock that nobody sets, as {@link System#nanoTime}
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

  /** For the framework's threads: what is not caught there leaves an object that nobody serves. */
  public void uncaught(Thread thread, Throwable thrown) {
    FatalErrors.uncaught(thread, thrown);
    var what = thrown.getClass().getSimpleName();
    broken = Optional.of("A reconcile ended outside of every border: " + what);
  }

  /** What no reconcile that is still to come can mend; empty where nothing is. */
  public Optional<String> broken() {
    return broken;
  }

  /** Whose reconciles have been going on for longer than this. */
  public List<String> insideLongerThan(Duration limit) {
    var now = nanos.getAsLong();
    return inside.entrySet().stream()
        .filter(visit -> now - visit.getValue() > limit.toNanos())
        .map(visit -> visit.getKey().of)
        .sorted()
        .toList();
  }
}
