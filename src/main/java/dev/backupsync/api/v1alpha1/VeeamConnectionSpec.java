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
import java.util.Map;
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
    @JsonUnwrapped @Nullable ConnectionOptions options,
    @JsonIgnore UnreadFields unread)
    implements ConnectionSpec {

  @JsonAnyGetter
  Map<String, JsonNode> unreadFields() {
    return unread.raw();
  }

  /** Reads what can be read; fabric8's mapper cannot read the unwrapped part of a record. */
  static final class Reader extends StdNodeBasedDeserializer<VeeamConnectionSpec> {
    private static final long serialVersionUID = 1L;

    Reader() {
      super(VeeamConnectionSpec.class);
    }

    @Override
    public VeeamConnectionSpec convert(JsonNode spec, DeserializationContext ctxt) {
      var parts = new SpecParts(spec);
      return new VeeamConnectionSpec(
          parts.value("url", String.class),
          parts.value("apiVersion", VeeamApiVersion.class),
          parts.value("credentialsSecretRef", SecretRef.class),
          ConnectionOptions.read(parts),
          parts.unread());
    }
  }
}
