package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SelectableField;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** The connection that a sync uses: a VeeamConnection or an AzureConnection. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConnectionRef(
    @JsonPropertyDescription(
            "Namespace of the connection, whose allowedNamespaces must let this one in. Default:"
                + " the own namespace of this object.")
        @Size(min = 1, max = 63)
        @Pattern(Patterns.NAME)
        @Nullable String namespace,
    @JsonPropertyDescription(
            "Required. Name of the connection. While there is none of that name the sync waits as"
                + " ConnectionNotFound.")
        @Required
        @Size(min = 1, max = 253)
        @Pattern(Patterns.NAME)
        @SelectableField
        String name) {

  int size() {
    return Truncation.size(namespace) + Truncation.size(name);
  }

  @Override
  public String toString() {
    return namespace == null ? name : namespace + "/" + name;
  }
}
