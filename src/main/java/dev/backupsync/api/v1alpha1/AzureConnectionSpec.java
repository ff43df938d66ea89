package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
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
    @JsonUnwrapped @Nullable ConnectionOptions options,
    @JsonIgnore UnreadFields unread)
    implements ConnectionSpec {

  @JsonAnyGetter
  Map<String, JsonNode> unreadFields() {
    return unread.raw();
  }

  /** Reads what can be read; fabric8's mapper cannot read the unwrapped part of a record. */
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
