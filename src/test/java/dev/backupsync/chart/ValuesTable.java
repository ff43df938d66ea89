package dev.backupsync.chart;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The table of values that people read, made of values.yaml: the comment above a value is its row.
 * A value without one belongs to the commented value around it.
 */
final class ValuesTable {
  private static final Pattern KEY = Pattern.compile("^(?<indent> *)(?<key>[A-Za-z]+):.*$");
  private static final Pattern COMMENT = Pattern.compile("^ *# ?(?<text>.*)$");
  private static final int LONGEST_DEFAULT = 60;

  private final JsonNode values;
  private final List<Value> all = new ArrayList<>();

  /** A key with the comment right above it, which may be empty. */
  private record Value(String path, String comment) {
    boolean isIn(Value other) {
      return path.startsWith(other.path + ".");
    }
  }

  ValuesTable(String yaml) {
    try {
      this.values = new YAMLMapper().readTree(yaml);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
    var keys = new ArrayDeque<String>();
    var comment = new ArrayList<String>();
    for (var line : yaml.lines().toList()) {
      var text = COMMENT.matcher(line);
      var key = KEY.matcher(line);
      if (text.matches()) {
        comment.add(text.group("text"));
      } else {
        if (key.matches()) {
          descend(keys, key.group("indent").length() / 2, key.group("key"));
          all.add(new Value(String.join(".", keys), String.join(" ", comment)));
        }
        comment.clear();
      }
    }
  }

  private static void descend(Deque<String> keys, int depth, String key) {
    while (keys.size() > depth) {
      keys.removeLast();
    }
    keys.addLast(key);
  }

  String markdown() {
    return all.stream()
        .filter(value -> !value.comment.isEmpty())
        .map(value -> "| `%s` | %s | %s |%n".formatted(value.path, fallback(value), value.comment))
        .collect(Collectors.joining("", "| value | default | what it is |\n|---|---|---|\n", ""));
  }

  /** The values that no row tells of. */
  List<String> untold() {
    return all.stream()
        .filter(value -> value.comment.isEmpty())
        .filter(value -> all.stream().noneMatch(other -> other.isIn(value)))
        .filter(value -> all.stream().noneMatch(other -> value.isIn(other) && isWhole(other)))
        .map(Value::path)
        .toList();
  }

  /** Whether it has a comment and nothing in it has. */
  private boolean isWhole(Value value) {
    return !value.comment.isEmpty()
        && all.stream().noneMatch(other -> other.isIn(value) && !other.comment.isEmpty());
  }

  private String fallback(Value value) {
    if (!isWhole(value)) {
      return "";
    }
    var node = values.at(JsonPointer.compile("/" + value.path.replace('.', '/')));
    try {
      var text = new JsonMapper().writeValueAsString(node);
      return text.length() > LONGEST_DEFAULT ? "see values.yaml" : "`" + text + "`";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
