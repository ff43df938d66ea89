package dev.backupsync.controller.admission;

import dev.backupsync.api.v1alpha1.ConnectionOptions;
import dev.backupsync.api.v1alpha1.ConnectionSpec;
import dev.backupsync.connection.ConnectionKey;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Optional;

/** Asks the API server itself about a connection that the watch does not know, which is rare. */
public final class ApiServerConnectionLookup implements ConnectionLookup {
  private final Class<? extends CustomResource<? extends ConnectionSpec, ?>> kind;
  private final KubernetesClient client;
  private final WatchedConnections watched;

  /**
   * @param watched only connections that are missing there are requested
   */
  public ApiServerConnectionLookup(
      Class<? extends CustomResource<? extends ConnectionSpec, ?>> kind,
      KubernetesClient client,
      WatchedConnections watched) {
    this.kind = kind;
    this.client = client;
    this.watched = watched;
  }

  @Override
  public Found find(ConnectionKey key) {
    return watched
        .options(key)
        .<Found>map(
            options -> new Found.Connection(Optional.ofNullable(options.allowedNamespaces())))
        .orElseGet(() -> read(key));
  }

  private Found read(ConnectionKey key) {
    try {
      var there = client.resources(kind).inNamespace(key.namespace()).withName(key.name()).get();
      return there == null
          ? new Found.Nothing()
          : new Found.Connection(
              Optional.ofNullable(there.getSpec())
                  .map(ConnectionSpec::options)
                  .map(ConnectionOptions::allowedNamespaces));
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        return new Found.Forbidden();
      }
      throw e;
    }
  }
}
