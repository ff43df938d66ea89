package dev.backupsync.api.v1alpha1;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a spec field by field and records which fields cannot be read. A CRD that is newer than the
 * operator accepts values that the operator does not know. If reading the object failed, all
 * objects of its kind would be unreadable.
 */
final class SpecParts {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .build();

  private static final JavaType TEXTS =
      JSON.getTypeFactory().constructCollectionType(List.class, String.class);

  private final JsonNode spec;
  private final Map<String, JsonNode> raw = new LinkedHashMap<>();
  private final Map<String, String> problems = new LinkedHashMap<>();

  SpecParts(JsonNode spec) {
    this.spec = spec;
    if (!spec.isObject()) {
      problems.put("spec", "is not an object");
    }
  }

  /** The field; null if it is missing, or if something in it cannot be read. */
  <T> @Nullable T value(String name, Class<T> type) {
    return type.cast(read(name, JSON.constructType(type)));
  }

  @Nullable List<String> texts(String name) {
    return read(name, TEXTS) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : null;
  }

  UnreadFields unread() {
    return problems.isEmpty()
        ? UnreadFields.NONE
        : new UnreadFields(Map.copyOf(raw), Map.copyOf(problems));
  }

  private @Nullable Object read(String name, JavaType type) {
    var node = spec.path(name);
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    var before = problems.size();
    @Nullable Object value = null;
    try {
      var handler = new Unreadable("spec." + name, problems);
      value = JSON.readerFor(type).withHandler(handler).readValue(node);
    } catch (IOException | RuntimeException _) { // any failure concerns this object only
      problems.put("spec." + name, "cannot be read by this version of the operator");
    }
    if (problems.size() == before) {
      return value;
    }
    raw.put(name, node);
    return null;
  }

  /** Records what cannot be read, and continues. */
  private static final class Unreadable extends DeserializationProblemHandler {
    private final String path;
    private final Map<String, String> problems;

    Unreadable(String path, Map<String, String> problems) {
      this.path = path;
      this.problems = problems;
    }

    @Override
    public @Nullable Object handleWeirdStringValue(
        DeserializationContext context, Class<?> type, String text, String why) {
      var shown = "'" + Truncation.forDisplay(text, StatusBudget.WORD) + "'";
      problems.put(
          at(context.getParser()),
          shown + " is not known to this version of the operator" + known(type));
      return null;
    }

    @Override
    public @Nullable Object handleWeirdNumberValue(
        DeserializationContext context, Class<?> type, Number number, String why) {
      return unexpected(context.getParser());
    }

    @Override
    public @Nullable Object handleUnexpectedToken(
        DeserializationContext context,
        JavaType type,
        JsonToken token,
        JsonParser parser,
        String why)
        throws IOException {
      parser.skipChildren();
      return unexpected(parser);
    }

    private @Nullable Object unexpected(JsonParser parser) {
      problems.put(at(parser), "cannot be read by this version of the operator");
      return null;
    }

    private String at(JsonParser parser) {
      var inside = parser.getParsingContext().pathAsPointer().toString();
      return path + inside.replace('/', '.');
    }

    private static String known(Class<?> type) {
      return type.isEnum()
          ? Arrays.stream(type.getEnumConstants())
              .map(word -> JSON.convertValue(word, String.class))
              .collect(Collectors.joining(", ", "; it knows ", ""))
          : "";
    }
  }
}
