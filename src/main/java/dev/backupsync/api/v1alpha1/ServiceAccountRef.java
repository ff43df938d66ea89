package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A ServiceAccount in the connection's own namespace. */
public record ServiceAccountRef(
    @JsonPropertyDescription(
            "Required. Name of the ServiceAccount, in the namespace of the connection. The operator"
                + " needs the right to create tokens for it.")
        @Required
        @Size(min = 1, max = 253)
        @Pattern(Patterns.NAME)
        @Nullable String name) {}
