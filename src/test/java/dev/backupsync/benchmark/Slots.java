package dev.backupsync.benchmark;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether every slot of a schedule that many syncs share was served in time, judged by what the
 * vendors accepted.
 *
 * @param waits for each slot that was served, the milliseconds until its start
 * @param missed how many were not served within the time
 * @param repeated how many starts there were beside the first of a slot
 */
record Slots(List<Long> waits, int missed, int repeated) {

  /**
   * Judges.
   *
   * @param slots when they were due, in milliseconds
   */
  static Slots judge(
      Collection<Long> slots,
      Duration within,
      Collection<String> targets,
      Collection<Vendors.Start> starts) {
    var served = new HashMap<String, Long>();
    var repeated = 0;
    for (var start : starts) {
      for (var slot : slots) {
        var wait = start.acceptedMillis() - slot;
        if (wait >= 0 && wait < within.toMillis()) {
          repeated += served.containsKey(key(slot, start.target())) ? 1 : 0;
          served.merge(key(slot, start.target()), wait, Math::min);
        }
      }
    }
    var waits =
        slots.stream()
            .flatMap(slot -> targets.stream().map(target -> key(slot, target)))
            .filter(served::containsKey)
            .map(served::get)
            .toList();
    return new Slots(waits, slots.size() * targets.size() - waits.size(), repeated);
  }

  private static String key(long slot, String target) {
    return slot + " " + target;
  }

  /** In seconds. */
  Spread spread() {
    return Spread.of(waits.stream().map(wait -> wait / 1e3).toList());
  }

  double slowestSeconds() {
    return waits.stream().mapToLong(Long::longValue).max().orElse(0) / 1e3;
  }

  /** Starts of which no successful run tells. */
  static int lost(Collection<Vendors.Start> starts, Map<String, Integer> succeededRuns) {
    var left = new HashMap<>(succeededRuns);
    var lost = 0;
    for (var start : starts) {
      lost += left.merge(start.target(), -1, Integer::sum) < 0 ? 1 : 0;
    }
    return lost;
  }
}
