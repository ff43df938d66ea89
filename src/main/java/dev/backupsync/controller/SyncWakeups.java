package dev.backupsync.controller;

import dev.backupsync.api.v1alpha1.SyncSpec;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.connection.Connections;
import dev.backupsync.connection.FatalErrors;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.Map;

/**
 * Wakes the syncs of one kind when something changes that they depend on: their connection, the
 * labels of their namespace, or their CRD.
 *
 * @param <S> the spec of the kind
 * @param <P> the kind
 */
final class SyncWakeups<S extends SyncSpec, P extends CustomResource<S, SyncStatus>> {
  private static final String BY_CONNECTION = "connection";

  private final WakeupEventSource<P> wakeups;
  private final SyncReader<S, P> syncs;
  private final DeletionHandler<S, P> deletion;
  private final CrdCheck<P, SyncStatus> crd;
  private final Connections connections;
  private final NamespaceLabels labels;

  SyncWakeups(
      WakeupEventSource<P> wakeups,
      SyncReader<S, P> syncs,
      DeletionHandler<S, P> deletion,
      CrdCheck<P, SyncStatus> crd,
      Connections connections,
      NamespaceLabels labels) {
    this.wakeups = wakeups;
    this.syncs = syncs;
    this.deletion = deletion;
    this.crd = crd;
    this.connections = connections;
    this.labels = labels;
  }

  /** Listens from now on to everything that may wake a sync in this cache. */
  void listen(IndexerResourceCache<P> cache) {
    cache.addIndexers(Map.of(BY_CONNECTION, syncs::connectionsOf));
    connections.onChange(
        key ->
            FatalErrors.guard(
                "Waking the syncs of connection " + key,
                () -> cache.byIndex(BY_CONNECTION, key.toString()).forEach(this::wake)));
    crd.onMended(() -> cache.list().forEach(this::wake));
    connections.keepRetiredWhile(
        key ->
            cache.byIndex(BY_CONNECTION, key.toString()).stream()
                .anyMatch(sync -> deletion.stopsRun(sync, syncs.status(sync))));
    labels.onChange(
        namespace ->
            FatalErrors.guard(
                "Waking the syncs of namespace " + namespace,
                () -> cache.list(namespace).forEach(this::wake)));
  }

  private void wake(P sync) {
    wakeups.wake(ResourceID.fromResource(sync));
  }
}
