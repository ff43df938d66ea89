package dev.backupsync.azure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backupsync.api.v1alpha1.StatusBudget;
import dev.backupsync.api.v1alpha1.Truncation;
import dev.backupsync.http.Redactor;
import java.util.Optional;

/** Reads single values out of a vendor's JSON, which may be anything, into what status may hold. */
final class JsonText {
  private JsonText() {}

  /** In one line, without secrets; empty where there is nothing to read. */
  static Optional<String> text(JsonNode node) {
    return Optional.of(node)
        .filter(value -> value.isValueNode() && !value.isNull())
        .map(JsonNode::asText)
        .filter(value -> !value.isBlank())
        .map(Redactor::of);
  }

  /** A code, a state or an id: short. */
  static Optional<String> word(JsonNode node) {
    return text(node).map(word -> Truncation.cut(word, StatusBudget.WORD));
  }
}
