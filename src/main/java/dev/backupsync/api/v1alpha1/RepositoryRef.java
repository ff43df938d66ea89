package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A Veeam backup repository, by id or by name; only the name survives a rebuild of the server. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.id) != has(self.name)",
    message = "exactly one of id and name must be set")
public record RepositoryRef(
    @JsonPropertyDescription(
            "Id of the repository, a UUID. Exactly one of id and name must be set. Default: none,"
                + " so the name decides.")
        @Pattern(Patterns.UUID)
        @Nullable String id,
    @JsonPropertyDescription(
            "Name of the repository as Veeam shows it, upper and lower case included; exactly one"
                + " repository must have it. Default: none, so the id decides.")
        @Size(min = 1, max = 256)
        @Nullable String name) {

  /** Ids mean the same in any case, names do not. */
  RepositoryRef folded() {
    return new RepositoryRef(id == null ? null : AnyCase.fold(id), name);
  }

  int size() {
    return Truncation.size(id) + Truncation.size(name);
  }

  @Override
  public String toString() {
    return id != null ? id : String.valueOf(name);
  }
}
