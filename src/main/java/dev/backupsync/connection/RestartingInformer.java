package dev.backupsync.connection;

import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;

/** A watch that only its owner ends: by itself it would end for good where it met nonsense. */
public final class RestartingInformer {
  private RestartingInformer() {}

  /** Returns once the first look is done; whoever asks for it stops it. */
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
