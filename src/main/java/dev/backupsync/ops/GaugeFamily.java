package dev.backupsync.ops;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One metric while it is collected: its name, what it tells, and a value for each object. */
final class GaugeFamily {
  private final String name;
  private final String help;
  private final List<GaugeDataPointSnapshot> values = new ArrayList<>();

  GaugeFamily(String name, String help) {
    this.name = name;
    this.help = help;
  }

  void add(Labels labels, double value) {
    values.add(new GaugeDataPointSnapshot(value, labels, null));
  }

  void add(Labels labels, boolean holds) {
    add(labels, holds ? 1 : 0);
  }

  /** As Prometheus tells times: seconds since 1970. */
  void add(Labels labels, Instant time) {
    add(labels, (double) time.getEpochSecond());
  }

  GaugeSnapshot snapshot() {
    return new GaugeSnapshot(new MetricMetadata(name, help), values);
  }
}
