package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A reference to a CA bundle in the connection's own namespace. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CaBundleRef(
    @JsonPropertyDescription(
            "What holds the certificates: ConfigMap or Secret, in the namespace of the connection."
                + " Default: ConfigMap.")
        @Nullable Kind kind,
    @JsonPropertyDescription(
            "Required. Name of the ConfigMap or Secret in the namespace of the connection. A key"
                + " that is missing makes the connection SecretNotFound.")
        @Required
        @Size(min = 1, max = 253)
        @Pattern(Patterns.NAME)
        @Nullable String name,
    @JsonPropertyDescription(
            "Key under which the certificates stand, in data or, of a ConfigMap, also in"
                + " binaryData. Default: "
                + Defaults.CA_KEY
                + ".")
        @Size(min = 1, max = 253)
        @Nullable String key) {

  /** The kind of object that holds the bundle. */
  public enum Kind {
    @JsonProperty("ConfigMap")
    CONFIG_MAP,
    @JsonProperty("Secret")
    SECRET
  }
}
