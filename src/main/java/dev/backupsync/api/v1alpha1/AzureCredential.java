package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How the operator authenticates to Azure. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "(self.type in ['ClientSecret', 'ClientCertificate']) == has(self.secretRef)",
    message = "secretRef must be set for ClientSecret and ClientCertificate, and only then")
@ValidationRule(
    value = "self.type == 'WorkloadIdentity' || !has(self.serviceAccountRef)",
    message = "serviceAccountRef must be set for WorkloadIdentity only")
public record AzureCredential(
    @JsonPropertyDescription(
            "Required. ClientSecret or ClientCertificate of a service principal, WorkloadIdentity"
                + " of a ServiceAccount, or ManagedIdentity of the node.")
        @Required
        @Nullable Type type,
    @JsonPropertyDescription(
            "With WorkloadIdentity: the ServiceAccount in the namespace of the connection that"
                + " Entra federates with. Default: none, which means the identity of the operator,"
                + " where the operator lends it.")
        @Nullable ServiceAccountRef serviceAccountRef,
    @JsonPropertyDescription(
            "With ClientSecret and ClientCertificate, and only then: the Secret with the key"
                + " clientSecret, or certificate (PEM, with its private key). Default: none.")
        @Nullable SecretRef secretRef) {

  /** The supported kinds of credentials. */
  public enum Type {
    @JsonProperty("WorkloadIdentity")
    WORKLOAD_IDENTITY,
    @JsonProperty("ManagedIdentity")
    MANAGED_IDENTITY,
    @JsonProperty("ClientSecret")
    CLIENT_SECRET,
    @JsonProperty("ClientCertificate")
    CLIENT_CERTIFICATE
  }
}
