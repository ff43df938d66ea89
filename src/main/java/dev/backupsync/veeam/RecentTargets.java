package dev.backupsync.veeam;

import dev.backupsync.api.v1alpha1.Target;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts the different targets that were requested within the last minute. */
final class RecentTargets {
  static final Duration MEMORY = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final Map<Target, Instant> asked = new LinkedHashMap<>(); // the most recent come last

  RecentTargets(InstantSource clock) {
    this.clock = clock;
  }

  /** Their number, including this one. */
  synchronized int countWith(Target target) {
    var now = clock.instant();
    asked.remove(target);
    asked.put(target, now);
    var oldest = now.minus(MEMORY);
    var times = asked.values().iterator();
    while (times.hasNext() && times.next().isBefore(oldest)) {
      times.remove();
    }
    return asked.size();
  }
}
