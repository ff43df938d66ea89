package dev.backupsync.demo;

import dev.backupsync.api.v1alpha1.BackupInstanceSync;
import dev.backupsync.api.v1alpha1.RepositorySync;
import dev.backupsync.api.v1alpha1.SyncStatus;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Applies the examples and shows how their syncs move, until each has ended. */
final class Show {
  private static final Duration LOOK = Duration.ofMillis(200);

  private final KubernetesClient client;
  private final String namespace;
  private final Simulators simulators;
  private final List<Example> examples;

  Show(DemoCluster cluster, Simulators simulators, List<Example> examples) {
    this.client = cluster.client();
    this.namespace = cluster.namespace();
    this.simulators = simulators;
    this.examples = examples;
  }

  void apply() {
    var redirection = simulators.redirection();
    var ca = new ConfigMapBuilder().withNewMetadata().withName(Redirection.caName()).endMetadata();
    var bundle = ca.withData(redirection.caBundle()).build();
    client.configMaps().inNamespace(namespace).resource(bundle).create();
    examples.stream().filter(Example::isSync).forEach(simulators::stock);
    for (var example : examples) {
      client.resource(redirection.of(example).toResource()).inNamespace(namespace).create();
    }
  }

  /** The syncs as they are when all have ended, or when {@code limit} is over. */
  List<Row> watch(Screen screen, Duration limit) throws InterruptedException {
    var start = Instant.now();
    while (true) {
      var rows = rows();
      var elapsed = Duration.between(start, Instant.now());
      screen.show(elapsed, rows);
      if (rows.stream().allMatch(Row::ended) || elapsed.compareTo(limit) > 0) {
        return rows;
      }
      interfere(rows);
      Thread.sleep(LOOK);
    }
  }

  private void interfere(List<Row> rows) {
    examples.stream()
        .filter(Example::failsAtFirst)
        .forEach(
            example ->
                rows.stream()
                    .filter(row -> row.isOf(example))
                    .forEach(row -> simulators.failOnce(example, row)));
  }

  /** In the order of the examples. */
  private List<Row> rows() {
    var syncs =
        Stream.<CustomResource<?, SyncStatus>>concat(
                client
                    .resources(RepositorySync.class)
                    .inNamespace(namespace)
                    .list()
                    .getItems()
                    .stream(),
                client
                    .resources(BackupInstanceSync.class)
                    .inNamespace(namespace)
                    .list()
                    .getItems()
                    .stream())
            .map(Row::of)
            .toList();
    return examples.stream()
        .filter(Example::isSync)
        .map(example -> syncs.stream().filter(row -> row.isOf(example)).findFirst().orElse(null))
        .filter(Objects::nonNull)
        .toList();
  }

  /** Deletes the syncs while somebody is there who may have to stop a run. */
  void clear() {
    client.resources(RepositorySync.class).inNamespace(namespace).delete();
    client.resources(BackupInstanceSync.class).inNamespace(namespace).delete();
  }
}
