package dev.backupsync.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.cluster.Schemas;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@code kubectl explain} shows: every kind, spec, status and field is described, usefully.
 */
class DescriptionsTest {
  private static final int SHORTEST = 40;
  private static final Pattern READ = Pattern.compile("(?<!has\\()self((?:\\.\\w+)+)");

  static Stream<Arguments> everything() {
    return Schemas.crds().flatMap(crd -> described(crd, "", root(crd)));
  }

  static Stream<Arguments> specs() {
    return Schemas.crds().flatMap(crd -> described(crd, "spec.", Schemas.spec(crd)).skip(1));
  }

  private static Stream<Arguments> described(
      CustomResourceDefinition crd, String path, JSONSchemaProps schema) {
    var own = Arguments.of(crd.getSpec().getNames().getKind() + " " + path, schema);
    var below =
        schema.getProperties().entrySet().stream()
            .flatMap(field -> described(crd, path + field.getKey() + ".", field.getValue()));
    var items = schema.getItems() == null ? null : schema.getItems().getSchema();
    var elements =
        items == null || items.getProperties().isEmpty()
            ? Stream.<Arguments>of()
            : described(crd, path + "*.", items).skip(1);
    return Stream.of(Stream.of(own), below, elements).flatMap(part -> part);
  }

  private static JSONSchemaProps root(CustomResourceDefinition crd) {
    return crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everything")
  void isDescribed(String path, JSONSchemaProps schema) {
    assertThat(schema.getDescription()).as(path).isNotNull().hasSizeGreaterThanOrEqualTo(SHORTEST);
    assertThat(schema.getDescription()).endsWith(".");
  }

  /** The reference takes a field's default from here. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("specs")
  void saysWhatHappensWhenAFieldOfASpecIsLeftOut(String path, JSONSchemaProps schema) {
    assertThat(schema.getDescription()).as(path).containsPattern("^Required\\. | Default: .+\\.$");
  }

  static Stream<Arguments> rules() {
    return everything()
        .flatMap(
            one -> {
              var schema = (JSONSchemaProps) one.get()[1];
              return schema.getXKubernetesValidations().stream()
                  .map(rule -> Arguments.of(one.get()[0], rule.getRule(), schema));
            });
  }

  /**
   * A newer API server estimates what a rule may cost by the longest value that it may read, and
   * refuses a CRD whose rules may cost too much.
   */
  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("rules")
  void aRuleReadsOnlyValuesThatAreBounded(String path, String rule, JSONSchemaProps schema) {
    for (var read : READ.matcher(rule).results().map(MatchResult::group).toList()) {
      var field = at(schema, List.of(read.substring("self.".length()).split("\\.", -1)));
      var enumerated = field.getEnum() != null && !field.getEnum().isEmpty();
      assertThat(enumerated || field.getMaxLength() != null || field.getMaxItems() != null)
          .as(path + read)
          .isTrue();
    }
  }

  private static JSONSchemaProps at(JSONSchemaProps schema, List<String> path) {
    var field = schema;
    for (var name : path) {
      field = field.getProperties().get(name);
    }
    return field;
  }
}
