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
    @JsonPropertyDescription(
            "Required. Same: its own namespace only. All: every namespace. Selector: those whose"
                + " labels match selector, and its own.")
        @Required
        @Nullable From from,
    @JsonPropertyDescription(
            "With from Selector, and only then: a label selector on namespaces. Where the operator"
                + " may not read namespaces it matches none. Default: none.")
        @Nullable LabelSelector selector) {

  /** How the namespaces are chosen. */
  public enum From {
    @JsonProperty("Same")
    SAME,
    @JsonProperty("All")
    ALL,
    @JsonProperty("Selector")
    SELECTOR
  }
}
