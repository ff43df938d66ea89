package dev.backupsync.benchmark;

import dev.backupsync.cluster.ApiServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.IntConsumer;

/** An API server of its own, and somebody who sees when each sync is Ready. */
final class Scene implements AutoCloseable {
  private static final int HANDS = 16;

  private final ApiServer api = ApiServer.withCrds();
  private final Map<String, Long> succeeded = new ConcurrentHashMap<>();
  private final List<Watch> watches = new ArrayList<>();

  void apply(String namespace, String yaml) {
    var bytes = new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8));
    for (var item : api.client().load(bytes).items()) {
      api.client().resource(item).inNamespace(namespace).create();
    }
  }

  /** Does this for each number below {@code count}, many at once. */
  static void forEach(int count, IntConsumer step) throws InterruptedException {
    var hands = new Semaphore(HANDS);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var i = 0; i < count; i++) {
        var number = i;
        hands.acquire();
        threads.execute(
            () -> {
              try {
                step.accept(number);
              } finally {
                hands.release();
              }
            });
      }
    }
  }

  /** Looks from now on at the syncs of this kind in all namespaces. */
  void watch(SyncKind kind) {
    watches.add(
        api.client()
            .genericKubernetesResources(context(kind))
            .inAnyNamespace()
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
                }));
  }

  static ResourceDefinitionContext context(SyncKind kind) {
    return new ResourceDefinitionContext.Builder()
        .withGroup("backupsync.dev")
        .withVersion("v1alpha1")
        .withKind(kind.toString())
        .withPlural(kind.plural())
        .withNamespaced(true)
        .build();
  }

  private void see(GenericKubernetesResource sync) {
    if ("Succeeded".equals(sync.get("status", "state"))) {
      succeeded.putIfAbsent(sync.getMetadata().getName(), System.currentTimeMillis());
    }
  }

  /** When each sync was first seen to have succeeded, by its name. */
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
    watches.forEach(Watch::close);
    api.close();
  }
}
