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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How to reach and log in to one Veeam Backup for Microsoft 365 server. */
@JsonClassDescription(
    "How to reach one Veeam server and how to log in there. A change is read at once; runs in"
        + " flight go on.")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonDeserialize(using = VeeamConnectionSpec.Reader.class)
public record VeeamConnectionSpec(
    @JsonPropertyDescription(
            "Required. https URL of the REST API of the server; the port is 4443 unless it was"
                + " changed at the server. No user info, no query.")
        @Required
        @Size(min = 9, max = 2048)
        @Pattern(Patterns.HTTPS_URL)
        @Nullable String url,
    @JsonPropertyDescription(
            "Version of the REST API to speak: v6, v7 or v8. Default: the newest one that the"
                + " server serves.")
        @Nullable VeeamApiVersion apiVersion,
    @JsonPropertyDescription(
            "Required. Secret with the keys username and password. The account needs the role Veeam"
                + " Backup Administrator, and no MFA. A change is read at once.")
        @Required
        @Nullable SecretRef credentialsSecretRef,
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
