package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.LabelSelector;
import org.jspecify.annotations.Nullable;

/** Which namespaces' syncs may use a connection. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "(self.from == 'Selector') == has(self.selector)",
    message = "selector must be set if from is Selector, and only then")
public record AllowedNamespaces(
    @JsonPropertyDescription("Same, All, or Selector.") @Required @Nullable From from,
    @JsonPropertyDescription("A label selector on namespaces.") @Nullable LabelSelector selector) {

  /** How the namespaces are told. */
  public enum From {
    @JsonProperty("Same")
    SAME,
    @JsonProperty("All")
    ALL,
    @JsonProperty("Selector")
    SELECTOR
  }
}
