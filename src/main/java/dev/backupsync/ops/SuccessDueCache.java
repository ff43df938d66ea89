package dev.backupsync.ops;

import dev.backupsync.api.v1alpha1.SyncSpec;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.controller.SuccessDueReader;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Caches the time by which each sync must succeed again. It is computed again only if the object
 * changed, because that takes ten times as long as the rest of a scrape.
 */
final class SuccessDueCache {
  private final Map<String, Due> before;
  private final Map<String, Due> now = new HashMap<>();

  /** Nothing is known yet. */
  SuccessDueCache() {
    this(Map.of());
  }

  private SuccessDueCache(Map<String, Due> before) {
    this.before = before;
  }

  private record Due(String resourceVersion, Optional<Instant> time) {}

  /** For the next scrape: what was not asked for since is forgotten. */
  SuccessDueCache next() {
    return new SuccessDueCache(now);
  }

  Optional<Instant> of(CustomResource<? extends SyncSpec, SyncStatus> sync) {
    var version = sync.getMetadata().getResourceVersion();
    var known = before.get(sync.getMetadata().getUid());
    var due =
        known != null && known.resourceVersion.equals(version)
            ? known
            : new Due(version, SuccessDueReader.read(sync));
    now.put(sync.getMetadata().getUid(), due);
    return due.time;
  }
}
