package dev.backupsync.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the CRDs say of specs, so that tests meet every field without naming one. */
public final class Schemas {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  private Schemas() {}

  /**
   * A field of a kind's spec.
   *
   * @param path from the spec's own fields downwards; an asterisk for the elements of a list
   */
  public record Field(String kind, List<String> path, boolean isEnum) {
    public String told() {
      return "spec." + String.join(".", path);
    }

    /** A spec with this value there and nothing else. */
    public ObjectNode spec(JsonNode value) {
      var within = value;
      for (var name : path.reversed()) {
        within =
            name.equals("*")
                ? JsonNodeFactory.instance.arrayNode().add(within)
                : JsonNodeFactory.instance.objectNode().set(name, within);
      }
      return (ObjectNode) within;
    }

    @Override
    public String toString() {
      return kind + " " + told();
    }
  }

  public static Stream<CustomResourceDefinition> crds() {
    return crdsOf(Path.of("crds"));
  }

  /** Those in a folder. */
  public static Stream<CustomResourceDefinition> crdsOf(Path folder) {
    try (var files = Files.list(folder)) {
      return files.sorted().toList().stream().map(Schemas::read);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CustomResourceDefinition read(Path file) {
    try {
      return YAML.unmarshal(Files.readString(file, UTF_8), CustomResourceDefinition.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every field of every spec. */
  public static Stream<Field> fields() {
    return crds()
        .flatMap(
            crd -> {
              var fields = new ArrayList<Field>();
              collect(crd.getSpec().getNames().getKind(), spec(crd), List.of(), fields);
              return fields.stream();
            });
  }

  /** Every field of every spec that takes only certain words. */
  public static Stream<Field> enums() {
    return fields().filter(Field::isEnum);
  }

  public static JSONSchemaProps spec(CustomResourceDefinition crd) {
    return crd.getSpec()
        .getVersions()
        .getFirst()
        .getSchema()
        .getOpenAPIV3Schema()
        .getProperties()
        .get("spec");
  }

  private static void collect(
      String kind, JSONSchemaProps schema, List<String> path, List<Field> fields) {
    schema
        .getProperties()
        .forEach((name, property) -> visit(kind, property, and(path, name), fields));
  }

  private static void visit(
      String kind, JSONSchemaProps schema, List<String> path, List<Field> fields) {
    fields.add(new Field(kind, path, isEnum(schema)));
    collect(kind, schema, path, fields);
    if (schema.getItems() != null && schema.getItems().getSchema() != null) {
      visit(kind, schema.getItems().getSchema(), and(path, "*"), fields);
    }
  }

  private static boolean isEnum(JSONSchemaProps schema) {
    return schema.getEnum() != null && !schema.getEnum().isEmpty();
  }

  private static List<String> and(List<String> path, String name) {
    return Stream.concat(path.stream(), Stream.of(name)).toList();
  }

  /** The schema with one more word wherever only certain words are taken, as a newer one has. */
  public static void addWord(JSONSchemaProps schema, String word) {
    if (isEnum(schema)) {
      schema.getEnum().add(JsonNodeFactory.instance.textNode(word));
    }
    schema.getProperties().values().forEach(property -> addWord(property, word));
  }
}
