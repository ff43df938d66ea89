package dev.backupsync.veeam;

import dev.backupsync.api.v1alpha1.Target;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The repositories behind names that were just looked at, until their starts follow: a name may be
 * another one's by then. What no start follows is forgotten soon.
 */
final class RepositoryIdMemory {
  /** Longer than a start may take to follow its look. */
  static final Duration LIFE = Duration.ofMinutes(1);

  private record Entry(String id, Instant until) {}

  private final InstantSource clock;
  private final Map<Target, Entry> byName = new LinkedHashMap<>();

  RepositoryIdMemory(InstantSource clock) {
    this.clock = clock;
  }

  /** Only of what is known by its name: an id stays what it is. */
  synchronized void put(Target target, String id) {
    forget();
    var repository = target.repository();
    if (repository != null && repository.id() == null) {
      byName.remove(target); // so that the oldest come first
      byName.put(target, new Entry(id, clock.instant().plus(LIFE)));
    }
  }

  /** Once. */
  synchronized Optional<String> take(Target target) {
    forget();
    return Optional.ofNullable(byName.remove(target)).map(Entry::id);
  }

  synchronized int size() {
    return byName.size();
  }

  private void forget() {
    var now = clock.instant();
    byName.values().removeIf(entry -> !now.isBefore(entry.until()));
  }
}
