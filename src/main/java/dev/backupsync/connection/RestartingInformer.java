package dev.backupsync.connection;

import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;

/**
 * Creates watches that end only when their owner stops them: by default a watch would end for good
 * at the first invalid message.
 */
public final class RestartingInformer {
  private RestartingInformer() {}

  /** Returns once the first list is read; the caller must stop the watch. */
  public static <T> SharedIndexInformer<T> on(
      Informable<T> resources, ResourceEventHandler<T> handler) {
    var informer =
        resources
            .runnableInformer(0)
            .addEventHandler(handler)
            .exceptionHandler((started, _) -> started);
    informer.run();
    return informer;
  }
}
