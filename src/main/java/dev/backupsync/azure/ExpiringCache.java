package dev.backupsync.azure;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Keeps one value for each key, and drops it once it was not used for a while: keys come from
 * specs, and a process may see any number of them.
 */
final class ExpiringCache<K, V> {
  static final Duration WHILE = Duration.ofMinutes(5);

  private record Used<V>(V value, Instant last) {}

  private final Predicate<V> needed;
  private final InstantSource clock;
  private final Map<K, Used<V>> all = new LinkedHashMap<>(); // the most recently used come last

  /**
   * @param needed whether a value must be kept even if unused
   */
  ExpiringCache(Predicate<V> needed, InstantSource clock) {
    this.needed = needed;
    this.clock = clock;
  }

  synchronized V of(K key, Supplier<V> made) {
    var now = clock.instant();
    var before = all.remove(key);
    dropUnused(now.minus(WHILE));
    var value = before == null ? made.get() : before.value();
    all.put(key, new Used<>(value, now));
    return value;
  }

  private void dropUnused(Instant oldest) {
    var used = all.values().iterator();
    while (used.hasNext()) {
      var one = used.next();
      if (!one.last().isBefore(oldest)) {
        return;
      }
      if (!needed.test(one.value())) {
        used.remove();
      }
    }
  }
}
