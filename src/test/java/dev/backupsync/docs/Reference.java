package dev.backupsync.docs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backupsync.api.v1alpha1.Patterns;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The page of one kind: every field of its CRD. The default is the end of a field's description,
 * which the code makes of the value that it applies; examples are taken from {@code examples/}.
 */
final class Reference {
  private static final Pattern DEFAULT = Pattern.compile(" Default: (?<value>.+)\\.$");
  private static final Pattern REQUIRED = Pattern.compile("^Required\\. ");
  private static final Map<String, String> PATTERNS =
      Map.of(
          Patterns.UUID, "UUID",
          Patterns.NAME, "name of an object",
          Patterns.DURATION, "duration, such as `90s` or `1h30m`",
          Patterns.HTTPS_URL, "https URL",
          Patterns.VAULT_NAME, "letters, digits, hyphens",
          Patterns.RESOURCE_GROUP, "letters, digits, `-_.()`",
          Patterns.SEGMENT, "one segment of a path",
          Patterns.API_VERSION, "date, with `-preview` if it is one",
          Patterns.HOST, "host name");

  private final CustomResourceDefinition crd;
  private final List<JsonNode> examples;

  Reference(CustomResourceDefinition crd, List<JsonNode> examples) {
    this.crd = crd;
    this.examples = examples;
  }

  String markdown() {
    var root = crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
    var names = crd.getSpec().getNames();
    var spec = root.getProperties().get("spec");
    var status = root.getProperties().get("status");
    return """
    # %s

    Generated from the CRD by `ReferenceTest`: `mvn test -Dtest=ReferenceTest -Dupdate`.

    %s

    Short name `%s`, group `%s`, version `v1alpha1`. `kubectl explain %s.spec` shows the same.

    ## Spec

    %s

    | field | what it takes | default | example | what it means |
    |---|---|---|---|---|
    %s
    %s## Status

    %s

    | field | type | what it means |
    |---|---|---|
    %s
    """
        .formatted(
            names.getKind(),
            root.getDescription(),
            names.getShortNames().getFirst(),
            crd.getSpec().getGroup(),
            names.getSingular(),
            spec.getDescription(),
            table(spec, this::specRow),
            rules(spec),
            status.getDescription(),
            table(status, Reference::statusRow));
  }

  private interface RowMaker {
    String of(String path, JSONSchemaProps field);
  }

  private static String table(JSONSchemaProps schema, RowMaker row) {
    var rows = new ArrayList<String>();
    collect("", schema, row, rows);
    return String.join("\n", rows);
  }

  private static void collect(String path, JSONSchemaProps schema, RowMaker row, List<String> to) {
    schema
        .getProperties()
        .forEach(
            (name, field) -> {
              to.add(row.of(path + name, field));
              collect(path + name + ".", field, row, to);
              elements(field).ifPresent(one -> collect(path + name + "[].", one, row, to));
            });
  }

  private String specRow(String path, JSONSchemaProps field) {
    var text = field.getDescription();
    var fallback = DEFAULT.matcher(text);
    var found = fallback.find();
    var required = REQUIRED.matcher(text).find();
    var meaning = REQUIRED.matcher(found ? text.substring(0, fallback.start()) : text);
    return "| `%s` | %s | %s | %s | %s |"
        .formatted(
            path,
            takes(field),
            required ? "required" : found ? fallback.group("value") : "",
            example(path),
            cell(meaning.replaceFirst("")));
  }

  /** What a type says of specs that it is a part of, too, says nothing of a status. */
  private static String statusRow(String path, JSONSchemaProps field) {
    var text = DEFAULT.matcher(field.getDescription()).replaceFirst("");
    return "| `%s` | %s | %s |"
        .formatted(path, type(field), cell(REQUIRED.matcher(text).replaceFirst("")));
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;");
  }

  private static Optional<JSONSchemaProps> elements(JSONSchemaProps field) {
    return Optional.ofNullable(field.getItems()).map(items -> items.getSchema());
  }

  private static String type(JSONSchemaProps field) {
    return elements(field)
        .map(one -> "list of " + type(one))
        .orElseGet(() -> "date-time".equals(field.getFormat()) ? "time" : field.getType());
  }

  /** The type with all its bounds. */
  private static String takes(JSONSchemaProps field) {
    var bounds =
        Stream.of(
                Optional.ofNullable(field.getPattern()).map(Reference::shape),
                field.getMinimum() == null
                    ? Optional.<String>empty()
                    : Optional.of(number(field.getMinimum()) + " to " + number(field.getMaximum())),
                Optional.ofNullable(field.getMaxLength())
                    .map(most -> field.getMinLength() + " to " + most + " characters"),
                Optional.ofNullable(field.getMaxItems()).map(most -> "at most " + most))
            .flatMap(Optional::stream)
            .collect(Collectors.joining("; "));
    if (field.getEnum() != null && !field.getEnum().isEmpty()) {
      return words(field.getEnum());
    }
    return bounds.isEmpty() ? type(field) : type(field) + ": " + bounds;
  }

  private static String shape(String pattern) {
    return Optional.ofNullable(PATTERNS.get(pattern)).orElseThrow();
  }

  private static String number(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  private static String words(Collection<JsonNode> words) {
    return words.stream().map(word -> "`" + word.asText() + "`").collect(Collectors.joining(", "));
  }

  /** The first value that an example has there; objects are told by their fields. */
  private String example(String path) {
    return examples.stream()
        .map(one -> one.at("/spec/" + path.replace("[]", "/0").replace('.', '/')))
        .filter(value -> value.isValueNode())
        .map(value -> "`" + value.asText() + "`")
        .findFirst()
        .orElse("");
  }

  /** What no single field can say. */
  private static String rules(JSONSchemaProps spec) {
    var rules = new ArrayList<String>();
    collectRules("spec", spec, rules);
    return rules.isEmpty() ? "" : "\n" + String.join("\n", rules) + "\n\n";
  }

  private static void collectRules(String path, JSONSchemaProps schema, List<String> to) {
    schema.getXKubernetesValidations().forEach(r -> to.add("- `" + path + "`: " + r.getMessage()));
    schema.getProperties().forEach((name, field) -> collectRules(path + "." + name, field, to));
  }
}
