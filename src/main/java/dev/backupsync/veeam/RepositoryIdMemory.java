package dev.backupsync.veeam;

import dev.backupsync.api.v1alpha1.Target;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the ids of repositories that were looked up by name until their starts follow: by then the
 * name may belong to another repository. Ids without a start are soon dropped.
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

  /** Keeps the id only for a target with a name: an id does not change. */
  synchronized void put(Target target, String id) {
    forget();
    var repository = target.repository();
    if (repository != null && repository.id() == null) {
      byName.remove(target); // so that the oldest come first
      byName.put(target, new Entry(id, clock.instant().plus(LIFE)));
    }
  }

  /** Returns the id and drops it. */
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
