package dev.backupsync.benchmark;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * An estate in the API server: a connection to each server, with a Secret of its own, four of them
 * in a namespace, and ten syncs for each.
 */
record EstateObjects(Scene scene, int syncs) {
  private static final int PER_CONNECTION = 10;
  private static final int PER_NAMESPACE = 4;

  /** Half of the connections are Veeam's, half Azure's. */
  List<Servers> servers() {
    var azure = Math.max(1, connections() / 2);
    var veeam = Math.max(1, connections() - azure);
    return List.of(
        servers(SyncKind.REPOSITORY_SYNC, "veeam", veeam),
        servers(SyncKind.BACKUP_INSTANCE_SYNC, "azure", azure));
  }

  private static Servers servers(SyncKind kind, String name, int count) {
    return new Servers(kind, name, count, PER_CONNECTION, count * PER_CONNECTION, false);
  }

  int connections() {
    return Math.max(2, syncs / PER_CONNECTION);
  }

  int namespaces() {
    return Math.ceilDiv(connections(), PER_NAMESPACE);
  }

  private String namespace(int number) {
    return "estate-" + number % namespaces();
  }

  /** By the vendors' names. */
  List<String> targets() {
    return servers().stream()
        .flatMap(
            servers ->
                IntStream.range(0, servers.targets())
                    .mapToObj(target -> servers.kind().target(servers.sync(target))))
        .toList();
  }

  void create(Vendors.Address vendors) throws InterruptedException {
    for (var number = 0; number < namespaces(); number++) {
      scene.apply(namespace(number), Manifests.namespace(namespace(number)));
      scene.apply(namespace(number), Manifests.ca(vendors.ca()));
    }
    for (var servers : servers()) {
      var urls = vendors.urls().get(servers.name());
      Scene.forEach(
          servers.count(),
          number ->
              scene.apply(
                  namespace(number),
                  Manifests.connection(
                      servers.kind(),
                      servers.connection(number),
                      urls.get(number),
                      PER_CONNECTION)));
      Scene.forEach(servers.targets(), target -> createSync(servers, target));
      scene.watch(servers.kind());
    }
  }

  private void createSync(Servers servers, int target) {
    var server = servers.serverOf(target);
    scene.apply(
        namespace(server),
        Manifests.sync(
            servers.kind(),
            servers.sync(target),
            "a",
            servers.connection(server),
            "runPolicy: Always"));
  }

  /** Gives all the same schedule, to the second: nothing is to spread them but the operator. */
  void schedule(String cron) throws InterruptedException {
    var patch =
        """
        {"metadata": {"annotations": {"backupsync.dev/schedule-jitter": "off"}},
         "spec": {"schedule": "%s"}}
        """
            .formatted(cron);
    for (var servers : servers()) {
      Scene.forEach(
          servers.targets(),
          target ->
              scene
                  .client()
                  .genericKubernetesResources(Scene.context(servers.kind()))
                  .inNamespace(namespace(servers.serverOf(target)))
                  .withName(servers.sync(target))
                  .patch(PatchContext.of(PatchType.JSON_MERGE), patch));
    }
  }

  /** Of each target, by the vendor's name, the runs that a sync's history tells as successful. */
  Map<String, Integer> succeededRuns() {
    var runs = new HashMap<String, Integer>();
    for (var servers : servers()) {
      var all =
          scene
              .client()
              .genericKubernetesResources(Scene.context(servers.kind()))
              .inAnyNamespace()
              .list()
              .getItems();
      for (var sync : all) {
        runs.put(servers.kind().target(sync.getMetadata().getName()), succeededRuns(sync));
      }
    }
    return runs;
  }

  private static int succeededRuns(GenericKubernetesResource sync) {
    return sync.get("status", "history") instanceof Collection<?> history
        ? (int)
            history.stream()
                .filter(
                    run -> run instanceof Map<?, ?> one && "Succeeded".equals(one.get("result")))
                .count()
        : 0;
  }
}
