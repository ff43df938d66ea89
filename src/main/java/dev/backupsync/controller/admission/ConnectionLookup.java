package dev.backupsync.controller.admission;

import dev.backupsync.api.v1alpha1.AllowedNamespaces;
import dev.backupsync.api.v1alpha1.ConnectionOptions;
import dev.backupsync.api.v1alpha1.ConnectionSpec;
import dev.backupsync.connection.ConnectionKey;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Optional;
import java.util.function.Function;

/** Sends the few requests that go to the API server directly, because they are rare. */
public final class ConnectionLookup {
  private final KubernetesClient client;
  private final Function<ConnectionKey, Optional<ConnectionOptions>> watched;

  /**
   * @param watched what the watch knows of a connection: only missing ones are requested
   */
  public ConnectionLookup(
      KubernetesClient client, Function<ConnectionKey, Optional<ConnectionOptions>> watched) {
    this.client = client;
    this.watched = watched;
  }

  /** The result of looking for a connection. */
  public sealed interface Found {
    /** It exists; {@code allowed} says which namespaces may use it. */
    record Connection(Optional<AllowedNamespaces> allowed) implements Found {}

    record Nothing() implements Found {}

    /** The operator has no right to read it. */
    record Forbidden() implements Found {}
  }

  public Found find(
      Class<? extends CustomResource<? extends ConnectionSpec, ?>> kind, ConnectionKey key) {
    return watched
        .apply(key)
        .<Found>map(
            options -> new Found.Connection(Optional.ofNullable(options.allowedNamespaces())))
        .orElseGet(() -> read(kind, key));
  }

  private Found read(
      Class<? extends CustomResource<? extends ConnectionSpec, ?>> kind, ConnectionKey key) {
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
