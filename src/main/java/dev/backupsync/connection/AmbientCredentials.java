package dev.backupsync.connection;

import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.azure.rest.CloudEndpoints;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Restricts which connections may use the operator's own Azure identity: by namespace, host and
 * scope. Without these limits, any user who may create a connection could have that identity's
 * tokens sent to a host of their own.
 *
 * @param namespaces {@code *} for all
 * @param hosts besides those of the named clouds
 */
public record AmbientCredentials(Set<String> namespaces, HostGlobs hosts) {
  /** No connection may use the identity. */
  public static final AmbientCredentials NOWHERE = new AmbientCredentials(Set.of(), HostGlobs.NONE);

  /** Why a connection may not use the identity; empty if it may. */
  Optional<SyncError> refusal(String namespace, CloudEndpoints cloud, List<String> trustedHosts) {
    if (!namespaces.contains("*") && !namespaces.contains(namespace)) {
      return refusal(
          "The operator lends its own Azure identity to no connection of this namespace",
          "Name a ServiceAccount of this namespace in credential.serviceAccountRef, or use"
              + " ClientSecret or ClientCertificate.",
          "Or have the administrator add the namespace to the operator's option"
              + " AMBIENT_CREDENTIALS_NAMESPACES.");
    }
    var strange =
        Stream.concat(
                Stream.of(cloud.endpoint(), cloud.authorityHost())
                    .filter(url -> !CloudEndpoints.isOfNamedCloud(url))
                    .map(URI::getHost),
                trustedHosts.stream().filter(host -> !CloudEndpoints.isOfNamedCloud(host)))
            .filter(host -> !hosts.match(host))
            .findFirst();
    if (strange.isPresent()) {
      return refusal(
          "The operator's own Azure identity is not used towards " + strange.get(),
          "Use an identity of your own: serviceAccountRef, ClientSecret or ClientCertificate.",
          "Or have the administrator add the host to the operator's option"
              + " AMBIENT_CREDENTIALS_HOSTS.");
    }
    return cloud.scopeIsTheEndpoints()
        ? Optional.empty()
        : refusal(
            "The operator's own Azure identity is used with the endpoint's own scope only",
            "Leave spec.scope out.");
  }

  private static Optional<SyncError> refusal(String message, String... actions) {
    return Optional.of(SyncError.of("IdentityNotLent", message, actions));
  }
}
