package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a newer CRD takes away from those who use an older one: their objects would be refused, lose
 * fields, or not be found any more. What it does not know how to judge counts as taken away.
 */
final class CrdChanges {
  private static final Set<String> LOWER =
      Set.of("minimum", "minLength", "minItems", "minProperties");
  private static final Set<String> UPPER =
      Set.of("maximum", "maxLength", "maxItems", "maxProperties");

  /** What people read, and what is looked into below. */
  private static final Set<String> NO_LIMITS = Set.of("description", "title", "example", "items");

  private final List<String> found = new ArrayList<>();

  private CrdChanges() {}

  /** Each begins with where it is; empty if whoever uses the older one can use the newer one. */
  static List<String> breaking(JsonNode older, JsonNode newer) {
    var changes = new CrdChanges();
    Stream.of("group", "scope")
        .forEach(name -> changes.same(name, older.at("/spec/" + name), newer.at("/spec/" + name)));
    changes.names(older.at("/spec/names"), newer.at("/spec/names"));
    older.at("/spec/versions").forEach(version -> changes.version(version, newer));
    return List.copyOf(changes.found);
  }

  private void names(JsonNode older, JsonNode newer) {
    Stream.of("kind", "listKind", "plural", "singular")
        .forEach(name -> same("names." + name, older.path(name), newer.path(name)));
    Stream.of("shortNames", "categories")
        .forEach(name -> missing("names." + name, older.path(name), newer.path(name)));
  }

  private void version(JsonNode older, JsonNode crd) {
    var name = older.path("name").asText();
    var newer =
        crd.at("/spec/versions")
            .valueStream()
            .filter(version -> version.path("name").asText().equals(name))
            .findFirst();
    if (newer.isEmpty()) {
      add(name, "is not there any more");
      return;
    }
    Stream.of("served", "storage", "subresources")
        .forEach(part -> same(name + "." + part, older.path(part), newer.get().path(part)));
    var schema = "/schema/openAPIV3Schema";
    schema(name, older.at(schema), newer.get().at(schema));
  }

  private void schema(String path, JsonNode older, JsonNode newer) {
    var keywords = new LinkedHashSet<String>();
    older.fieldNames().forEachRemaining(keywords::add);
    newer.fieldNames().forEachRemaining(keywords::add);
    keywords.removeAll(NO_LIMITS);
    keywords.forEach(word -> keyword(path, word, older.path(word), newer.path(word)));
    if (older.has("items")) {
      schema(path + "[]", older.path("items"), newer.path("items"));
    }
  }

  private void keyword(String path, String word, JsonNode older, JsonNode newer) {
    if (older.equals(newer)) {
      return;
    }
    if (word.equals("properties")) {
      properties(path, older, newer);
    } else if (word.equals("enum")) {
      words(path, older, newer);
    } else if (word.equals("required") || word.equals("x-kubernetes-validations")) {
      missing(path + ": " + word + " is new", newer, older);
    } else if (LOWER.contains(word) || UPPER.contains(word)) {
      bound(path, word, older, newer);
    } else if (!gone(word, newer)) {
      add(path, "%s was %s, is %s".formatted(word, told(older), told(newer)));
    }
  }

  /** Whether less is asked for than before. */
  private static boolean gone(String word, JsonNode newer) {
    return newer.isMissingNode() && Set.of("pattern", "format", "multipleOf").contains(word);
  }

  private void properties(String path, JsonNode older, JsonNode newer) {
    older
        .properties()
        .forEach(
            property -> {
              var within = path + "." + property.getKey();
              if (newer.has(property.getKey())) {
                schema(within, property.getValue(), newer.path(property.getKey()));
              } else {
                add(within, "is not there any more");
              }
            });
  }

  private void words(String path, JsonNode older, JsonNode newer) {
    if (older.isMissingNode()) {
      add(path, "takes only certain words now");
    } else if (!newer.isMissingNode()) {
      missing(path + ": enum", older, newer);
    }
  }

  private void bound(String path, String word, JsonNode older, JsonNode newer) {
    if (newer.isMissingNode()) {
      return;
    }
    var raised = older.isMissingNode() ? Optional.<Double>empty() : Optional.of(older.asDouble());
    var stricter =
        raised
            .map(b -> LOWER.contains(word) ? newer.asDouble() > b : newer.asDouble() < b)
            .orElse(true);
    if (stricter) {
      add(path, "%s was %s, is %s".formatted(word, told(older), told(newer)));
    }
  }

  private void missing(String what, JsonNode all, JsonNode among) {
    var known = among.valueStream().map(CrdChanges::entry).toList();
    all.valueStream()
        .map(CrdChanges::entry)
        .filter(entry -> !known.contains(entry))
        .forEach(entry -> found.add(what + ": " + entry));
  }

  /** Of a rule, what is asked for and not how it is told. */
  private static String entry(JsonNode node) {
    return node.path("rule").asText(node.asText());
  }

  private void same(String path, JsonNode older, JsonNode newer) {
    if (!older.equals(newer)) {
      add(path, "was %s, is %s".formatted(told(older), told(newer)));
    }
  }

  private static String told(JsonNode node) {
    return node.isMissingNode() ? "not there" : node.toString();
  }

  private void add(String path, String what) {
    found.add(path + ": " + what);
  }
}
