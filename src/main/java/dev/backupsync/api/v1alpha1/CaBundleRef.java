package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Where a CA bundle lies, in the connection's own namespace. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CaBundleRef(
    @JsonPropertyDescription("ConfigMap or Secret; ConfigMap if left out.") @Nullable Kind kind,
    @Required @Size(min = 1, max = 253) @Pattern(Patterns.NAME) @Nullable String name,
    @JsonPropertyDescription("Key of the PEM text; ca.crt if left out.") @Size(min = 1, max = 253)
        @Nullable String key) {

  /** What holds it. */
  public enum Kind {
    @JsonProperty("ConfigMap")
    CONFIG_MAP,
    @JsonProperty("Secret")
    SECRET
  }
}
