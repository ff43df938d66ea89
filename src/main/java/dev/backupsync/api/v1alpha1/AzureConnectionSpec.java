package dev.backupsync.api.v1alpha1;

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
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How to reach and log in to Azure Resource Manager. */
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
    @JsonPropertyDescription("Public if left out.") @Nullable AzureCloud cloud,
    @JsonPropertyDescription("Custom only: the ARM endpoint.")
        @Size(min = 9, max = 2048)
        @Pattern(Patterns.HTTPS_URL)
        @Nullable String endpoint,
    @JsonPropertyDescription("Custom only: the authority that issues tokens.")
        @Size(min = 9, max = 2048)
        @Pattern(Patterns.HTTPS_URL)
        @Nullable String authorityHost,
    @JsonPropertyDescription("Custom only: the scope of tokens; <endpoint>/.default if left out.")
        @Size(min = 1, max = 2048)
        @Nullable String scope,
    @Pattern(Patterns.UUID) @Nullable String tenantId,
    @Pattern(Patterns.UUID) @Nullable String clientId,
    @JsonPropertyDescription("How the operator proves who it is.") @Required
        @Nullable AzureCredential credential,
    @JsonPropertyDescription("api-version of Microsoft.DataProtection; 2024-04-01 if left out.")
        @Pattern(Patterns.API_VERSION)
        @Nullable String apiVersion,
    @JsonPropertyDescription(
            "Hosts besides the endpoint's that may be sent the token when they serve an operation.")
        @Size(max = 16)
        @Nullable List<@Pattern(Patterns.HOST) String> trustedHosts,
    @JsonUnwrapped @Nullable ConnectionOptions options)
    implements ConnectionSpec {

  /** fabric8's mapper cannot read the unwrapped component of a record. */
  static final class Reader extends StdNodeBasedDeserializer<AzureConnectionSpec> {
    private static final long serialVersionUID = 1L;

    Reader() {
      super(AzureConnectionSpec.class);
    }

    @Override
    public AzureConnectionSpec convert(JsonNode spec, DeserializationContext ctxt)
        throws IOException {
      return new AzureConnectionSpec(
          ctxt.readTreeAsValue(spec.path("cloud"), AzureCloud.class),
          ctxt.readTreeAsValue(spec.path("endpoint"), String.class),
          ctxt.readTreeAsValue(spec.path("authorityHost"), String.class),
          ctxt.readTreeAsValue(spec.path("scope"), String.class),
          ctxt.readTreeAsValue(spec.path("tenantId"), String.class),
          ctxt.readTreeAsValue(spec.path("clientId"), String.class),
          ctxt.readTreeAsValue(spec.path("credential"), AzureCredential.class),
          ctxt.readTreeAsValue(spec.path("apiVersion"), String.class),
          hosts(spec.path("trustedHosts")),
          ctxt.readTreeAsValue(spec, ConnectionOptions.class));
    }

    private static @Nullable List<String> hosts(JsonNode list) {
      return list.isArray() ? list.valueStream().map(JsonNode::asText).toList() : null;
    }
  }
}
