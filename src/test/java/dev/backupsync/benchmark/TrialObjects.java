package dev.backupsync.benchmark;

import java.util.List;

/** The objects of one trial in the API server: connections to the simulators, and the syncs. */
record TrialObjects(Scene scene, Workload work, List<Servers> neighbours) {

  /** Creates all but the late syncs. */
  void create(Vendors.Address vendors) throws InterruptedException {
    scene.apply(Workload.NAMESPACE, Manifests.namespace(Workload.NAMESPACE));
    scene.apply(Workload.NAMESPACE, Manifests.ca(vendors.ca()));
    for (var servers : neighbours) {
      connect(servers, vendors);
      Scene.forEach(servers.targets(), number -> createSync(servers, number));
    }
    connect(work.servers(), vendors);
    Scene.forEach(work.syncs(), number -> createSync(work.servers(), number));
    scene.watch(work.kind());
  }

  private void connect(Servers servers, Vendors.Address vendors) {
    for (var server = 0; server < servers.count(); server++) {
      var url = vendors.urls().get(servers.name()).get(server);
      scene.apply(
          Workload.NAMESPACE,
          Manifests.connection(
              servers.kind(), servers.connection(server), url, Workload.PER_SERVER));
    }
  }

  /** Applies the sync of this target. */
  void createSync(Servers servers, int target) {
    scene.apply(
        Workload.NAMESPACE,
        Manifests.sync(
            servers.kind(),
            servers.sync(target),
            Workload.shard(servers.serverOf(target), work.shards()),
            servers.connection(servers.serverOf(target)),
            "pollInterval: %ds".formatted(work.poll().toSeconds())));
  }
}
