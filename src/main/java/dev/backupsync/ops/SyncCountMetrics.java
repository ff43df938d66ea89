package dev.backupsync.ops;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The metrics that count syncs by kind, state and reason. A new object is filled for each scrape.
 */
final class SyncCountMetrics {
  private final Map<Labels, Integer> states = new TreeMap<>();
  private final Map<String, Integer> active = new TreeMap<>();
  private final Map<String, Integer> queued = new TreeMap<>();

  /** A kind is told of also while it has no syncs. */
  void begin(String kind) {
    active.put(kind, 0);
    queued.put(kind, 0);
  }

  void add(String kind, @Nullable SyncStatus found) {
    var status = Objects.requireNonNullElse(found, SyncStatus.NEW);
    var state = status.currentState();
    var reason = Optional.ofNullable(status.reason()).map(Reason::word).orElse("");
    states.merge(Labels.of("kind", kind, "state", state.word(), "reason", reason), 1, Integer::sum);
    active.merge(kind, state.inFlight() ? 1 : 0, Integer::sum);
    queued.merge(kind, state == SyncState.QUEUED ? 1 : 0, Integer::sum);
  }

  Stream<MetricSnapshot> snapshots() {
    var syncs = new GaugeFamily("backupsync_syncs", "Syncs by their state and its reason");
    states.forEach((labels, count) -> syncs.add(labels, count));
    return Stream.of(
            syncs,
            byKind("backupsync_active_runs", "Runs that are starting or under way", active),
            byKind(
                "backupsync_queued_runs",
                "Runs that wait for their turn or their connection",
                queued))
        .map(GaugeFamily::snapshot);
  }

  private static GaugeFamily byKind(String name, String help, Map<String, Integer> counts) {
    var family = new GaugeFamily(name, help);
    counts.forEach((kind, count) -> family.add(Labels.of("kind", kind), count));
    return family;
  }
}
