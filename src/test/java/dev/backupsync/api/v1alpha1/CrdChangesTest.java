package dev.backupsync.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The CRDs take nothing away from those who use the last release. */
class CrdChangesTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final Path CRDS = Path.of("crds");
  private static final Path LAST_RELEASE = Path.of("src", "test", "resources", "releases", "0.1.0");

  /**
   * What is stricter than in the last release and harms nobody. The operator alone writes
   * conditions, and 0.1 wrote none that are refused now ({@code UpgradeIT}). A selector with an
   * expression that had no key or operator matched no namespace. Two rules speak only of a field
   * that is new. Names of resource groups may have more letters than before.
   */
  private static final List<String> HARMLESS =
      List.of(
          "v1alpha1.status.conditions",
          "v1alpha1.spec.allowedNamespaces.selector.matchExpressions[]: required is new",
          "v1alpha1.spec.credential: x-kubernetes-validations is new:"
              + " self.type == 'WorkloadIdentity' || !has(self.serviceAccountRef)",
          "v1alpha1.spec: x-kubernetes-validations is new: !has(self.credential.serviceAccountRef)",
          "v1alpha1.spec.resourceGroup: pattern was");

  private static final String CRD =
      """
      {"spec": {"group": "g", "scope": "Namespaced", "names": {"kind": "K", "plural": "ks",
        "shortNames": ["k"]}, "versions": [{"name": "v1", "served": true, "storage": true,
        "subresources": {"status": {}}, "schema": {"openAPIV3Schema": {"properties": {"spec": {
          "description": "told", "required": ["a"], "properties": {
            "a": {"type": "string", "enum": ["x", "y"], "maxLength": 9},
            "b": {"type": "integer", "minimum": 1, "maximum": 5},
            "c": {"type": "array", "items": {"type": "string", "pattern": "x"}}},
          "x-kubernetes-validations": [{"rule": "has(self.a)", "message": "m"}]}}}}}]}}
      """;

  static Stream<Path> ofTheLastRelease() throws IOException {
    try (var files = Files.list(LAST_RELEASE)) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("ofTheLastRelease")
  void everyObjectOfTheLastReleaseIsStillTakenAndLosesNothing(Path older) throws IOException {
    var changes = CrdChanges.breaking(read(older), read(CRDS.resolve(older.getFileName())));

    assertThat(changes).allMatch(change -> HARMLESS.stream().anyMatch(change::startsWith));
  }

  @Test
  void whatIsHarmlessIsReallyThere() throws IOException {
    var changes = new ArrayList<String>();
    for (var older : ofTheLastRelease().toList()) {
      changes.addAll(CrdChanges.breaking(read(older), read(CRDS.resolve(older.getFileName()))));
    }

    assertThat(HARMLESS)
        .allMatch(begin -> changes.stream().anyMatch(change -> change.startsWith(begin)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"g\" | \"h\" | group: was \"g\", is \"h\"",
        "Namespaced | Cluster | scope: was \"Namespaced\", is \"Cluster\"",
        "\"K\" | \"L\" | names.kind: was \"K\", is \"L\"",
        "[\"k\"] | [] | names.shortNames: k",
        "\"v1\" | \"v2\" | v1: is not there any more",
        "\"served\": true | \"served\": false | v1.served: was true, is false",
        "{\"status\": {}} | {} | v1.subresources: was {\"status\":{}}, is {}",
        "\"b\": | \"d\": | v1.spec.b: is not there any more",
        "\"integer\" | \"string\" | v1.spec.b: type was \"integer\", is \"string\"",
        "\"x\", \"y\" | \"x\" | v1.spec.a: enum: y",
        "\"maxLength\": 9 | \"maxLength\": 8 | v1.spec.a: maxLength was 9, is 8",
        "\"maxLength\": 9 | \"minLength\": 1 | v1.spec.a: minLength was not there, is 1",
        "\"minimum\": 1 | \"minimum\": 2 | v1.spec.b: minimum was 1, is 2",
        "\"pattern\": \"x\" | \"pattern\": \"y\" | v1.spec.c[]: pattern was \"x\", is \"y\"",
        "\"type\": \"array\" | \"type\": \"array\", \"uniqueItems\": true"
            + " | v1.spec.c: uniqueItems was not there, is true",
        "[\"a\"] | [\"a\", \"b\"] | v1.spec: required is new: b",
        "has(self.a) | has(self.b) | v1.spec: x-kubernetes-validations is new: has(self.b)",
        "\"maximum\": 5 | \"maximum\": 5, \"x-unheard-of\": 1"
            + " | v1.spec.b: x-unheard-of was not there, is 1"
      })
  void whatTakesSomethingAwayIsFound(String older, String newer, String told) {
    assertThat(CRD).contains(older);
    assertThat(CrdChanges.breaking(json(CRD), json(CRD.replace(older, newer))))
        .containsExactly(told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "told | said",
        "[\"k\"] | [\"k\", \"kay\"]",
        "\"b\": | \"d\": {\"type\": \"string\"}, \"b\":",
        "\"x\", \"y\" | \"x\", \"y\", \"z\"",
        "\"minimum\": 1 | \"minimum\": 0",
        ", \"maxLength\": 9 | ``",
        ", \"pattern\": \"x\" | ``",
        "[\"a\"] | []",
        "\"message\": \"m\" | \"message\": \"n\""
      })
  void whatAddsIsLetPass(String older, String newer) {
    assertThat(CRD).contains(older);
    assertThat(CrdChanges.breaking(json(CRD), json(CRD.replace(older, newer)))).isEmpty();
  }

  @Test
  void aSecondVersionIsLetPass() {
    var newer = (ObjectNode) json(CRD);
    newer.withArray("/spec/versions").addObject().put("name", "v2").put("served", true);

    assertThat(CrdChanges.breaking(json(CRD), newer)).isEmpty();
  }

  private static JsonNode json(String text) {
    return YAML.unmarshal(text, JsonNode.class);
  }

  private static JsonNode read(Path file) throws IOException {
    return json(Files.readString(file));
  }
}
