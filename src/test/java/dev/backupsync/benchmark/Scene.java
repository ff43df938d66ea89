package dev.backupsync.benchmark;

import dev.backupsync.cluster.ApiServer;
import dev.backupsync.simulator.VeeamServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** An API server with the objects of one trial, and somebody who sees when each sync is Ready. */
final class Scene implements AutoCloseable {
  private static final int HANDS = 16;
  private static final ResourceDefinitionContext SYNCS =
      new ResourceDefinitionContext.Builder()
          .withGroup("backupsync.dev")
          .withVersion("v1alpha1")
          .withKind("RepositorySync")
          .withPlural("repositorysyncs")
          .withNamespaced(true)
          .build();

  private final ApiServer api = ApiServer.withCrds();
  private final Workload work;
  private final Map<String, Long> succeeded = new ConcurrentHashMap<>();
  private Watch watch;

  Scene(Workload work, Vendors.Address vendors) throws InterruptedException {
    this.work = work;
    apply(
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: %s}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: veeam}
        stringData: {username: '%s', password: '%s'}
        """
            .formatted(Workload.NAMESPACE, VeeamServer.USER, VeeamServer.PASSWORD));
    apply(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: ca}
        data:
          ca.crt: |
            %s
        """
            .formatted(vendors.ca().strip().replace("\n", "\n    ")));
    for (var server = 0; server < work.servers(); server++) {
      apply(connection(server, vendors.urls().get(server)));
    }
    createSyncs();
    watch();
  }

  private String connection(int server, String url) {
    return """
    apiVersion: backupsync.dev/v1alpha1
    kind: VeeamConnection
    metadata: {name: %s}
    spec:
      url: %s
      apiVersion: v8
      credentialsSecretRef: {name: veeam}
      tls: {caBundleRef: {name: ca}}
      maxConcurrentSyncs: %d
    """
        .formatted(Workload.connection(server), url, Workload.PER_SERVER);
  }

  private void createSyncs() throws InterruptedException {
    var hands = new Semaphore(HANDS);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var i = 0; i < work.syncs(); i++) {
        var number = i;
        hands.acquire();
        threads.execute(
            () -> {
              try {
                createSync(number);
              } finally {
                hands.release();
              }
            });
      }
    }
  }

  /** Applies the sync of this repository. */
  void createSync(int repository) {
    apply(
        """
        apiVersion: backupsync.dev/v1alpha1
        kind: RepositorySync
        metadata: {name: %s}
        spec:
          connectionRef: {name: %s}
          repository: {id: %s}
          pollInterval: %ds
        """
            .formatted(
                Workload.sync(repository),
                Workload.connection(work.serverOf(repository)),
                Workload.repository(repository),
                work.poll().toSeconds()));
  }

  private void apply(String yaml) {
    var bytes = new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8));
    for (var item : api.client().load(bytes).items()) {
      api.client().resource(item).inNamespace(Workload.NAMESPACE).create();
    }
  }

  private void watch() {
    watch =
        api.client()
            .genericKubernetesResources(SYNCS)
            .inNamespace(Workload.NAMESPACE)
            .watch(
                new Watcher<>() {
                  @Override
                  public void eventReceived(Action action, GenericKubernetesResource sync) {
                    see(sync);
                  }

                  @Override
                  public void onClose(WatcherException cause) {
                    throw new IllegalStateException(cause);
                  }
                });
  }

  private void see(GenericKubernetesResource sync) {
    if ("Succeeded".equals(sync.get("status", "state"))) {
      succeeded.putIfAbsent(sync.getMetadata().getName(), System.currentTimeMillis());
    }
  }

  /** When each sync was seen to have succeeded, by its name. */
  Map<String, Long> succeeded() {
    return succeeded;
  }

  KubernetesClient client() {
    return api.client();
  }

  Path kubeconfig() {
    return api.kubeconfig();
  }

  ApiCounts counts() {
    return ApiCounts.now(api.client());
  }

  /** Of all API servers that this process started. */
  static double apiServerCpuSeconds() {
    return ProcessHandle.current()
        .descendants()
        .filter(one -> one.info().command().orElse("").matches(".*(kube-apiserver|etcd)"))
        .mapToDouble(one -> Child.cpuSeconds(one.pid()))
        .sum();
  }

  @Override
  public void close() {
    watch.close();
    api.close();
  }
}
