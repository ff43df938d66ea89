package dev.backupsync.controller;

import dev.backupsync.connection.ConnectionKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/** The few questions that are asked of the API server directly, because they are rare. */
final class Cluster {
  private final KubernetesClient client;

  Cluster(KubernetesClient client) {
    this.client = client;
  }

  /** Whether there is such a connection; one that we may not read is none. */
  boolean has(Class<? extends HasMetadata> kind, ConnectionKey key) {
    try {
      return client.resources(kind).inNamespace(key.namespace()).withName(key.name()).get() != null;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        return false;
      }
      throw e;
    }
  }
}
