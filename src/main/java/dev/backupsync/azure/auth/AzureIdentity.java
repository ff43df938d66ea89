package dev.backupsync.azure.auth;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Our identity at Azure, and what proves it. The proof is secret: every toString leaves it out. */
public sealed interface AzureIdentity {

  /** Whether it is the operator's own identity, which not every tenant may use. */
  default boolean isOperatorsOwn() {
    return switch (this) {
      case WorkloadIdentity _, ManagedIdentity _ -> true;
      case FederatedAccount _, ClientSecret _, ClientCertificate _ -> false;
    };
  }

  /**
   * A ServiceAccount in the connection's namespace that Entra federates with.
   *
   * @param account equal for the same ServiceAccount
   */
  record FederatedAccount(String tenantId, String clientId, AssertionSource account)
      implements AzureIdentity {}

  /**
   * The operator's own ServiceAccount, which Entra federates with. Values that the connection
   * leaves out come from what the workload identity webhook put into the pod's environment.
   *
   * @param tokenFile rotates, so it is read for every login
   */
  record WorkloadIdentity(
      Optional<String> tenantId, Optional<String> clientId, Optional<Path> tokenFile)
      implements AzureIdentity {

    public static WorkloadIdentity of(
        Optional<String> tenantId, Optional<String> clientId, Map<String, String> environment) {
      return new WorkloadIdentity(
          tenantId.or(() -> Optional.ofNullable(environment.get("AZURE_TENANT_ID"))),
          clientId.or(() -> Optional.ofNullable(environment.get("AZURE_CLIENT_ID"))),
          Optional.ofNullable(environment.get("AZURE_FEDERATED_TOKEN_FILE")).map(Path::of));
    }
  }

  /**
   * The identity of the node that the operator runs on; the system-assigned one if no client id is
   * given.
   */
  record ManagedIdentity(Optional<String> clientId) implements AzureIdentity {}

  /** An application that shares a secret with Entra. */
  record ClientSecret(String tenantId, String clientId, String secret) implements AzureIdentity {
    @Override
    public String toString() {
      return "ClientSecret[" + tenantId + ", " + clientId + ", ***]";
    }
  }

  /**
   * An application that holds a certificate's key.
   *
   * @param pem the certificate and its unencrypted PKCS #8 RSA key
   */
  record ClientCertificate(String tenantId, String clientId, String pem) implements AzureIdentity {
    @Override
    public String toString() {
      return "ClientCertificate[" + tenantId + ", " + clientId + ", ***]";
    }
  }
}
