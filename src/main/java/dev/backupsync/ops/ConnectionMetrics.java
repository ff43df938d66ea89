package dev.backupsync.ops;

import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.connection.ConnectionKey;
import dev.backupsync.connection.ConnectionState;
import dev.backupsync.connection.Connections;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Tells Prometheus which connections work, as their last probes found them. */
public final class ConnectionMetrics implements MultiCollector {
  private final boolean perObject;
  private final List<Source> sources = new CopyOnWriteArrayList<>();

  /**
   * Knows no connections yet.
   *
   * @param perObject whether each connection is told of, beside the sums
   */
  public ConnectionMetrics(boolean perObject) {
    this.perObject = perObject;
  }

  private record Source(String kind, Connections connections) {}

  /** Tells of the connections of one more kind. */
  public void follow(String kind, Connections connections) {
    sources.add(new Source(kind, connections));
  }

  @Override
  public MetricSnapshots collect() {
    var counts = new TreeMap<Labels, Integer>();
    var up = new GaugeFamily("backupsync_connection_up", "1 while the last probe succeeded");
    var reasons =
        new GaugeFamily("backupsync_connection_reason", "1 for what the last probe found");
    for (var source : sources) {
      source
          .connections()
          .states()
          .forEach(
              (key, state) -> {
                var reason = reason(state).word();
                counts.merge(Labels.of("kind", source.kind(), "reason", reason), 1, Integer::sum);
                var labels = labels(source.kind(), key);
                up.add(labels, state instanceof ConnectionState.Ready);
                reasons.add(labels.add("reason", reason), true);
              });
    }
    var each = perObject ? Stream.of(up, reasons) : Stream.<GaugeFamily>empty();
    return new MetricSnapshots(
        Stream.concat(Stream.of(sums(counts)), each)
            .<MetricSnapshot>map(GaugeFamily::snapshot)
            .toList());
  }

  private static GaugeFamily sums(Map<Labels, Integer> counts) {
    var sums =
        new GaugeFamily("backupsync_connections", "Connections by what the last probe found");
    counts.forEach((labels, count) -> sums.add(labels, count));
    return sums;
  }

  private static ConnectionReason reason(ConnectionState state) {
    return switch (state) {
      case ConnectionState.Ready _ -> ConnectionReason.CONNECTED;
      case ConnectionState.NotReady(var reason, _, _, _) -> reason;
    };
  }

  private static Labels labels(String kind, ConnectionKey key) {
    return Labels.of("kind", kind, "namespace", key.namespace(), "name", key.name());
  }
}
