package dev.backupsync.azure;

import dev.backupsync.api.v1alpha1.Defaults;
import dev.backupsync.azure.auth.AzureIdentity;
import dev.backupsync.azure.rest.CloudEndpoints;
import dev.backupsync.http.TlsSettings;
import java.time.Duration;
import java.util.List;

/**
 * Everything that is needed to reach Azure and to log in.
 *
 * @param apiVersion of Microsoft.DataProtection
 * @param trustedHosts further hosts, besides the endpoint's, that may receive the token
 * @param requestTimeout limit of one request
 */
public record AzureSettings(
    CloudEndpoints cloud,
    AzureIdentity identity,
    String apiVersion,
    List<String> trustedHosts,
    TlsSettings tls,
    Duration requestTimeout) {
  public static final String DEFAULT_API_VERSION = Defaults.AZURE_API_VERSION;

  /** Without the CA bundle, which is long; the identity leaves its secrets out itself. */
  @Override
  public String toString() {
    return "AzureSettings["
        + String.join(", ", cloud.base(), identity.toString(), apiVersion, trustedHosts.toString())
        + "]";
  }
}
