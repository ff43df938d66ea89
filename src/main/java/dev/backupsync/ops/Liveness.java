package dev.backupsync.ops;

import dev.backupsync.connection.WatchState;
import dev.backupsync.controller.ReconcileBoundary;
import dev.backupsync.controller.WakeTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Detects problems that only a new process can fix: a reconcile that never ends, a timer that does
 * not move, and a dead watch. Slow vendors, broken connections and an unreachable API server are
 * not such problems; otherwise the process would be restarted in a loop.
 */
public final class Liveness {
  /**
   * A reconcile ends after some steps of a few requests each, and one request takes ten minutes at
   * most; only a vendor that delays each request by almost that long comes near this limit.
   */
  static final Duration LONGEST_RECONCILE = Duration.ofHours(6);

  /**
   * A broken watch is connected again within a minute. It counts as dead if it was connected
   * before, and then is not for this long while others are: so the API server is not the reason. A
   * watch that was never connected is ignored, because a new process would not connect it either.
   */
  static final Duration LONGEST_DISCONNECTED = Duration.ofMinutes(10);

  /** The timer moves every few seconds, unless its thread is dead or blocked. */
  static final Duration LONGEST_STILL = Duration.ofMinutes(2);

  private final ReconcileBoundary boundary;
  private final WakeTimer timer;
  private final WatchStates watches;
  private final LongSupplier nanos;

  /** When each watch was last fine: it was connected, or no other watch was connected either. */
  private Map<String, Long> sights = new HashMap<>();

  /**
   * Knows nothing yet.
   *
   * @param nanos of a monotonic clock, such as {@link System#nanoTime}
   */
  public Liveness(
      ReconcileBoundary boundary, WakeTimer timer, WatchStates watches, LongSupplier nanos) {
    this.boundary = boundary;
    this.timer = timer;
    this.watches = watches;
    this.nanos = nanos;
  }

  /** What is wrong, one line each; empty if nothing is. */
  public synchronized List<String> problems() {
    var found = new ArrayList<String>();
    boundary.broken().ifPresent(found::add);
    boundary
        .insideLongerThan(LONGEST_RECONCILE)
        .forEach(
            one ->
                found.add(
                    "The reconcile of %s has not ended for %d hours"
                        .formatted(one, LONGEST_RECONCILE.toHours())));
    if (timer.still().compareTo(LONGEST_STILL) > 0) {
      found.add(
          "The timer that has objects looked at again has not moved for %d minutes"
              .formatted(timer.still().toMinutes()));
    }
    found.addAll(deadWatches());
    return List.copyOf(found);
  }

  private List<String> deadWatches() {
    var now = nanos.getAsLong();
    var all = watches.states();
    var reachable = all.stream().anyMatch(WatchState::watching);
    var found = new ArrayList<String>();
    var next = new HashMap<String, Long>();
    for (var watch : all) {
      var sight = sights.get(watch.what());
      if (watch.watching() || (sight != null && !reachable)) {
        sight = now;
      }
      if (sight != null) {
        next.put(watch.what(), sight);
      }
      dead(watch, sight == null ? 0 : now - sight).ifPresent(found::add);
    }
    sights = next; // drops the watches that no longer exist
    return found;
  }

  private static Optional<String> dead(WatchState watch, long blind) {
    if (!watch.running()) {
      return Optional.of("The watch of " + watch.what() + " has stopped");
    }
    return blind > LONGEST_DISCONNECTED.toNanos()
        ? Optional.of(
            "The watch of %s has not been connected for %d minutes while others were"
                .formatted(watch.what(), LONGEST_DISCONNECTED.toMinutes()))
        : Optional.empty();
  }
}
