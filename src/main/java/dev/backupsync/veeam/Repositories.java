package dev.backupsync.veeam;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Reads repositories in every form that servers use. Pure. */
final class Repositories {
  /** The only fields that are read of a list. */
  static final Set<String> FIELDS =
      Set.of("results", "limit", "setId", "id", "name", "isOutOfSync");

  /**
   * A page of the list.
   *
   * @param arrived how many entries came, including those that are not repositories
   * @param last whether this is surely the last page
   * @param setId identifies the list for the next pages
   */
  record Page(List<Repository> repositories, int arrived, boolean last, Optional<String> setId) {}

  private Repositories() {}

  /** Empty if it is not a repository. */
  static Optional<Repository> one(JsonNode body) {
    return body.isObject() ? Optional.of(read(body)) : Optional.empty();
  }

  /** Reads an array (v6, v7) or a page (v8); empty if it is neither. */
  static Optional<Page> page(JsonNode body) {
    if (body.isArray()) {
      return Optional.of(new Page(all(body), body.size(), true, Optional.empty()));
    }
    var results = body.path("results");
    if (!results.isArray()) {
      return Optional.empty();
    }
    var last = results.size() < body.path("limit").asInt(1); // an empty page is always the last
    return Optional.of(
        new Page(
            all(results), results.size(), last, text(body.path("setId")).flatMap(PlainId::of)));
  }

  private static List<Repository> all(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .filter(JsonNode::isObject)
        .map(Repositories::read)
        .toList();
  }

  private static Repository read(JsonNode node) {
    return new Repository(
        text(node.path("id")).flatMap(PlainId::of),
        text(node.path("name")),
        flag(node.path("isOutOfSync")));
  }

  private static Optional<Boolean> flag(JsonNode node) {
    if (node.isBoolean()) {
      return Optional.of(node.booleanValue());
    }
    return switch (node.asText().toLowerCase(Locale.ROOT)) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static Optional<String> text(JsonNode node) {
    return Optional.of(node).filter(JsonNode::isTextual).map(JsonNode::asText);
  }
}
