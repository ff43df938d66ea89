package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdNodeBasedDeserializer;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How to reach and log in to Azure Resource Manager. */
@JsonClassDescription(
    "How to reach Azure Resource Manager and how to log in there. A change is read at once; runs in"
        + " flight go on.")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonDeserialize(using = AzureConnectionSpec.Reader.class)
@ValidationRule(
    value =
        "(has(self.cloud) && self.cloud == 'Custom')"
            + " ? (has(self.endpoint) && has(self.authorityHost))"
            + " : !(has(self.endpoint) || has(self.authorityHost) || has(self.scope))",
    message = "endpoint and authorityHost must be set if cloud is Custom; they and scope only then")
@ValidationRule(
    value =
        "!(self.credential.type in ['ClientSecret', 'ClientCertificate'])"
            + " || (has(self.tenantId) && has(self.clientId))",
    message = "tenantId and clientId must be set for ClientSecret and ClientCertificate")
@ValidationRule(
    value = "!has(self.credential.serviceAccountRef) || (has(self.tenantId) && has(self.clientId))",
    message = "tenantId and clientId must be set with serviceAccountRef")
public record AzureConnectionSpec(
    @JsonPropertyDescription(
            "Which Azure it is; it decides endpoint, authority and scope. With Custom they are"
                + " named below. Default: Public.")
        @Nullable AzureCloud cloud,
    @JsonPropertyDescription(
            "With cloud Custom, and only then: the https URL of Azure Resource Manager. Default:"
                + " that of the cloud.")
        @Size(min = 9, max = 2048)
        @Pattern(Patterns.HTTPS_URL)
        @Nullable String endpoint,
    @JsonPropertyDescription(
            "With cloud Custom, and only then: the https URL of the authority that issues tokens."
                + " Default: that of the cloud.")
        @Size(min = 9, max = 2048)
        @Pattern(Patterns.HTTPS_URL)
        @Nullable String authorityHost,
    @JsonPropertyDescription(
            "With cloud Custom only: the scope that tokens are asked for. Default:"
                + " <endpoint>/.default.")
        @Size(min = 1, max = 2048)
        @Nullable String scope,
    @JsonPropertyDescription(
            "Id of the Entra tenant, a UUID. Required for ClientSecret, ClientCertificate and"
                + " serviceAccountRef. Default: for the identity of the operator, that of its"
                + " environment.")
        @Pattern(Patterns.UUID)
        @Nullable String tenantId,
    @JsonPropertyDescription(
            "Id of the application (service principal or managed identity), a UUID. Required for"
                + " ClientSecret, ClientCertificate and serviceAccountRef. Default: for the"
                + " identity of the operator, that of its environment.")
        @Pattern(Patterns.UUID)
        @Nullable String clientId,
    @JsonPropertyDescription(
            "Required. How the operator proves to Azure who it is: by a secret, a certificate, a"
                + " ServiceAccount or an identity of its own.")
        @Required
        @Nullable AzureCredential credential,
    @JsonPropertyDescription(
            "Version of the API of Microsoft.DataProtection to speak, a date. Default: "
                + Defaults.AZURE_API_VERSION
                + ".")
        @Pattern(Patterns.API_VERSION)
        @Nullable String apiVersion,
    @JsonPropertyDescription(
            "Hosts, besides that of the endpoint, that may be sent the token when Azure tells that"
                + " an operation is read there. Default: none.")
        @Size(max = 16)
        @Nullable List<@Pattern(Patterns.HOST) String> trustedHosts,
    @JsonUnwrapped @Nullable ConnectionOptions options,
    @JsonIgnore UnreadFields unread)
    implements ConnectionSpec {

  @JsonAnyGetter
  Map<String, JsonNode> unreadFields() {
    return unread.raw();
  }

  /**
   * Reads each field that can be read; fabric8's mapper does not support unwrapped parts of a
   * record.
   */
  static final class Reader extends StdNodeBasedDeserializer<AzureConnectionSpec> {
    private static final long serialVersionUID = 1L;

    Reader() {
      super(AzureConnectionSpec.class);
    }

    @Override
    public AzureConnectionSpec convert(JsonNode spec, DeserializationContext ctxt) {
      var parts = new SpecParts(spec);
      return new AzureConnectionSpec(
          parts.value("cloud", AzureCloud.class),
          parts.value("endpoint", String.class),
          parts.value("authorityHost", String.class),
          parts.value("scope", String.class),
          parts.value("tenantId", String.class),
          parts.value("clientId", String.class),
          parts.value("credential", AzureCredential.class),
          parts.value("apiVersion", String.class),
          parts.texts("trustedHosts"),
          ConnectionOptions.read(parts),
          parts.unread());
    }
  }
}
