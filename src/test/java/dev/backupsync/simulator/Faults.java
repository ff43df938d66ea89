package dev.backupsync.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The script of what goes wrong, consumed call by call: faults for the next calls first, then the
 * lasting ones.
 */
public final class Faults {
  private record Planned(Match match, Fault fault) {}

  private record Chance(Match match, Supplier<Optional<Fault>> lot) {}

  private final List<Planned> queue = new ArrayList<>();
  private final List<Planned> lasting = new ArrayList<>();
  private final List<Chance> chances = new ArrayList<>();
  private int struck;

  /**
   * Strikes the next matching call and is used up; several for the same calls strike in the order
   * given.
   */
  public synchronized Faults next(Match match, Fault fault) {
    queue.add(new Planned(match, fault));
    return this;
  }

  /** Strikes the next so many matching calls. */
  public synchronized Faults next(int times, Match match, Fault fault) {
    for (int i = 0; i < times; i++) {
      next(match, fault);
    }
    return this;
  }

  /** Strikes every matching call until {@link #clear()}. */
  public synchronized Faults always(Match match, Fault fault) {
    lasting.add(new Planned(match, fault));
    return this;
  }

  /** Strikes those matching calls whose lot says so, until {@link #clear()}. */
  public synchronized Faults byChance(Match match, Supplier<Optional<Fault>> lot) {
    chances.add(new Chance(match, lot));
    return this;
  }

  public synchronized void clear() {
    chances.clear();
    queue.clear();
    lasting.clear();
  }

  /** How many faults planned with {@code next} have not struck yet. */
  public synchronized int pending() {
    return queue.size();
  }

  /** How many calls were struck, other than by a lasting fault. */
  public synchronized int struck() {
    return struck;
  }

  /** What strikes this call; empty where nothing does. */
  public synchronized Optional<Fault> strike(String method, String path) {
    for (var planned : queue) {
      if (planned.match().matches(method, path)) {
        queue.remove(planned);
        struck++;
        return Optional.of(planned.fault());
      }
    }
    for (var chance : chances) {
      if (chance.match().matches(method, path)) {
        var fault = chance.lot().get();
        if (fault.isPresent()) {
          struck++;
          return fault;
        }
      }
    }
    return lasting.stream()
        .filter(planned -> planned.match().matches(method, path))
        .map(Planned::fault)
        .findFirst();
  }
}
