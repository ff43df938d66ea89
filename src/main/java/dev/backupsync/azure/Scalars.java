package dev.backupsync.azure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backupsync.api.v1alpha1.Excerpt;
import dev.backupsync.api.v1alpha1.StatusBudget;
import dev.backupsync.http.PlainText;
import java.util.Optional;

/** Reads single values out of a vendor's JSON, which may be anything, into what status may hold. */
final class Scalars {
  private Scalars() {}

  /** In one line, without secrets; empty where there is nothing to read. */
  static Optional<String> text(JsonNode node) {
    return Optional.of(node)
        .filter(value -> value.isValueNode() && !value.isNull())
        .map(JsonNode::asText)
        .filter(value -> !value.isBlank())
        .map(PlainText::of);
  }

  /** A code, a state or an id: short. */
  static Optional<String> word(JsonNode node) {
    return text(node).map(word -> Excerpt.of(word, StatusBudget.WORD));
  }
}
