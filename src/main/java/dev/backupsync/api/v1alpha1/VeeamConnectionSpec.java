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
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How to reach and log in to one Veeam Backup for Microsoft 365 server. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonDeserialize(using = VeeamConnectionSpec.Reader.class)
public record VeeamConnectionSpec(
    @JsonPropertyDescription("https://host:port; the port is 4443 unless changed at the server.")
        @Required
        @Size(min = 9, max = 2048)
        @Pattern(Patterns.HTTPS_URL)
        @Nullable String url,
    @JsonPropertyDescription("v6, v7 or v8; the newest one that the server serves if left out.")
        @Nullable VeeamApiVersion apiVersion,
    @JsonPropertyDescription(
            "Secret with the keys username and password. The account needs the role Veeam Backup"
                + " Administrator and no MFA.")
        @Required
        @Nullable SecretRef credentialsSecretRef,
    @JsonUnwrapped @Nullable ConnectionOptions options)
    implements ConnectionSpec {

  /** fabric8's mapper cannot read the unwrapped component of a record. */
  static final class Reader extends StdNodeBasedDeserializer<VeeamConnectionSpec> {
    private static final long serialVersionUID = 1L;

    Reader() {
      super(VeeamConnectionSpec.class);
    }

    @Override
    public VeeamConnectionSpec convert(JsonNode spec, DeserializationContext ctxt)
        throws IOException {
      return new VeeamConnectionSpec(
          ctxt.readTreeAsValue(spec.path("url"), String.class),
          ctxt.readTreeAsValue(spec.path("apiVersion"), VeeamApiVersion.class),
          ctxt.readTreeAsValue(spec.path("credentialsSecretRef"), SecretRef.class),
          ctxt.readTreeAsValue(spec, ConnectionOptions.class));
    }
  }
}
