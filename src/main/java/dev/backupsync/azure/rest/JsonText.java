package dev.backupsync.azure.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backupsync.api.v1alpha1.StatusBudget;
import dev.backupsync.api.v1alpha1.Truncation;
import dev.backupsync.http.Redactor;
import java.util.Optional;

/** Reads single values from a vendor's JSON, which is untrusted, in a form that status may hold. */
public final class JsonText {
  private JsonText() {}

  /** One line without secrets; empty if there is nothing to read. */
  public static Optional<String> text(JsonNode node) {
    return Optional.of(node)
        .filter(value -> value.isValueNode() && !value.isNull())
        .map(JsonNode::asText)
        .filter(value -> !value.isBlank())
        .map(Redactor::of);
  }

  /** A code, a state or an id: short. */
  public static Optional<String> word(JsonNode node) {
    return text(node).map(word -> Truncation.cut(word, StatusBudget.WORD));
  }
}
