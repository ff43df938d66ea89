package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A Secret in the connection's own namespace. */
public record SecretRef(
    @JsonPropertyDescription(
            "Required. Name of the Secret, in the namespace of the connection. A Secret or key that"
                + " is missing makes the connection SecretNotFound.")
        @Required
        @Size(min = 1, max = 253)
        @Pattern(Patterns.NAME)
        @Nullable String name) {}
