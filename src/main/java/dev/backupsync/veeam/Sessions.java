package dev.backupsync.veeam;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backupsync.api.v1alpha1.Truncation;
import dev.backupsync.http.Redactor;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Reads sessions in every form that servers use. Pure. */
final class Sessions {
  /** The only fields that are read of a list. */
  static final Set<String> FIELDS =
      Set.of("results", "id", "repositoryId", "state", "progressPercent", "error");

  private static final int MAX_WORD = 64;

  private Sessions() {}

  /** Empty if it is not a session. */
  static Optional<Session> one(JsonNode body) {
    return body.isObject() ? Optional.of(read(body)) : Optional.empty();
  }

  /** Reads an array, a page, or a single object; empty if it is none of them. */
  static Optional<List<Session>> list(JsonNode body) {
    if (body.isNull()) {
      return Optional.of(List.of());
    }
    return elements(body)
        .map(
            elements ->
                StreamSupport.stream(elements.spliterator(), false)
                    .filter(JsonNode::isObject)
                    .map(Sessions::read)
                    .toList());
  }

  private static Optional<Iterable<JsonNode>> elements(JsonNode body) {
    if (body.isArray()) {
      return Optional.of(body);
    }
    if (body.path("results").isArray()) {
      return Optional.of(body.path("results"));
    }
    if (!body.isObject()) {
      return Optional.empty();
    }
    return Optional.of(body.has("id") || body.has("repositoryId") ? List.of(body) : List.of());
  }

  private static Session read(JsonNode node) {
    return new Session(
        text(node.path("id")).flatMap(PlainId::of),
        text(node.path("repositoryId")),
        text(node.path("state")).map(Redactor::of).map(word -> Truncation.cut(word, MAX_WORD)),
        percent(node.path("progressPercent")),
        text(node.path("error")).map(Redactor::of));
  }

  private static Optional<String> text(JsonNode node) {
    return Optional.of(node)
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText)
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  /** A number, or a text with a number; 99.9 is not yet 100. */
  private static OptionalInt percent(JsonNode node) {
    if (!node.isNumber() && !node.isTextual()) {
      return OptionalInt.empty();
    }
    try {
      var number = new BigDecimal(node.asText().replace("%", "").strip());
      return OptionalInt.of(number.max(BigDecimal.ZERO).min(BigDecimal.valueOf(100)).intValue());
    } catch (NumberFormatException _) {
      return OptionalInt.empty();
    }
  }
}
