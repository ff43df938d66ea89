package dev.backupsync.gitops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** An object as it is told to others: the same in every run, and nothing of the machine in it. */
final class Exported {
  private static final String TIME = "2026-11-27T03:00:00Z";
  private static final Pattern TIMES =
      Pattern.compile("20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");
  private static final Pattern IDS =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
  private static final Pattern OPERATIONS = Pattern.compile("\\w{60,}(=|%3D){0,2}");
  private static final Pattern SIGNATURES = Pattern.compile("&t=\\d+&\\S+");
  private static final Pattern WAITS = Pattern.compile("in \\d+ s");
  private static final Pattern HOSTS = Pattern.compile("(localhost|127\\.0\\.0\\.1):\\d+");

  private final String namespace;
  private final Map<String, String> ids = new LinkedHashMap<>();

  private Exported(String namespace) {
    this.namespace = namespace;
  }

  static ObjectNode of(ObjectNode object) {
    var copy = object.deepCopy();
    var metadata = (ObjectNode) copy.get("metadata");
    var export = new Exported(metadata.get("namespace").asText());
    metadata.remove(List.of("managedFields", "resourceVersion", "uid"));
    var status = (ObjectNode) copy.get("status");
    for (var field : List.of("observedSecretVersion", "writtenBy")) {
      if (status.has(field)) {
        status.put(field, "1");
      }
    }
    export.visit(copy);
    return copy;
  }

  /** What a health check reads of it; how far a run is come is another in every run. */
  static JsonNode judged(ObjectNode object) {
    var copy = object.deepCopy();
    ((ObjectNode) copy.get("status"))
        .retain("observedGeneration", "state", "reason", "message", "conditions");
    return copy;
  }

  private JsonNode visit(JsonNode node) {
    switch (node) {
      case ObjectNode object ->
          object.properties().forEach(field -> field.setValue(visit(field.getValue())));
      case ArrayNode array -> {
        for (var i = 0; i < array.size(); i++) {
          array.set(i, visit(array.get(i)));
        }
      }
      case TextNode text -> {
        return TextNode.valueOf(stable(text.asText()));
      }
      default -> {}
    }
    return node;
  }

  private String stable(String text) {
    var known = TIMES.matcher(text.replace(namespace, "backup")).replaceAll(TIME);
    var named = IDS.matcher(known).replaceAll(id -> id(id.group()));
    var waiting = WAITS.matcher(named).replaceAll("in 1800 s");
    var operated = OPERATIONS.matcher(waiting).replaceAll("b3BlcmF0aW9u");
    var unsigned = SIGNATURES.matcher(operated).replaceAll("");
    return HOSTS.matcher(unsigned).replaceAll("vendor.example.com");
  }

  /** Numbered as they come, so that what is the same stays the same. */
  private String id(String id) {
    return ids.computeIfAbsent(id, _ -> "00000000-0000-0000-0000-%012d".formatted(ids.size() + 1));
  }
}
