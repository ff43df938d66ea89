package dev.backupsync.ops;

import dev.backupsync.api.v1alpha1.SyncSpec;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.connection.FatalErrors;
import io.fabric8.kubernetes.client.CustomResource;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Exports the state of all syncs to Prometheus, read from the watch caches at each scrape. So the
 * metrics are complete right from the start, and no copy of the statuses is kept. Only the leader
 * exports them.
 */
public final class SyncMetrics implements MultiCollector {
  private final BooleanSupplier leads;
  private final boolean perObject;
  private final List<Source> sources = new CopyOnWriteArrayList<>();
  private volatile SuccessDueCache dues = new SuccessDueCache();

  /**
   * Knows no syncs yet.
   *
   * @param leads whether this replica works; one that stands by tells nothing
   * @param perObject whether each sync is told of, beside the sums
   */
  public SyncMetrics(BooleanSupplier leads, boolean perObject) {
    this.leads = leads;
    this.perObject = perObject;
  }

  private record Source(
      String kind,
      Supplier<? extends Stream<? extends CustomResource<? extends SyncSpec, SyncStatus>>> syncs) {}

  /** Tells of the syncs of one more kind, which are asked for at each scrape. */
  public void follow(
      String kind,
      Supplier<? extends Stream<? extends CustomResource<? extends SyncSpec, SyncStatus>>> syncs) {
    sources.add(new Source(kind, syncs));
  }

  @Override
  public MetricSnapshots collect() {
    if (!leads.getAsBoolean()) {
      return new MetricSnapshots();
    }
    var sums = new SyncCountMetrics();
    var known = dues.next();
    var each = new PerSyncMetrics(known);
    sources.forEach(source -> collect(source, sums, each));
    dues = known;
    var told = perObject ? each.snapshots() : Stream.<MetricSnapshot>empty();
    return new MetricSnapshots(Stream.concat(sums.snapshots(), told).toList());
  }

  private void collect(Source source, SyncCountMetrics sums, PerSyncMetrics each) {
    sums.begin(source.kind());
    source
        .syncs()
        .get()
        .forEach(
            sync ->
                FatalErrors.guard(
                    "Telling of a sync",
                    () -> {
                      sums.add(source.kind(), sync.getStatus());
                      if (perObject) {
                        each.add(source.kind(), sync);
                      }
                    }));
  }
}
