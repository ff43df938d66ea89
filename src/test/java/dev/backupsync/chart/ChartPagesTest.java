package dev.backupsync.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.backupsync.cluster.Schemas;
import dev.backupsync.files.GeneratedFile;
import dev.backupsync.files.YamlDocuments;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What people read of the chart, in its README and on Artifact Hub, is what is in it; {@code
 * -Dupdate} rewrites what is generated.
 */
class ChartPagesTest {
  private static final List<String> EXAMPLES =
      List.of("veeam-repository.yaml", "azure-backup-instance.yaml");

  @Test
  void theTableOfValuesIsThatOfTheValues() throws IOException {
    var table = new ValuesTable(Chart.read("values.yaml"));

    assertThat(table.untold()).as("values without a comment above them").isEmpty();
    new GeneratedFile(Chart.FOLDER.resolve("README.md"), ChartPagesTest.class)
        .assertHasBetween(
            "<!-- values: generated from values.yaml -->\n",
            "<!-- end of values -->",
            table.markdown());
  }

  @Test
  void theExamplesOfItsKindsAreThoseOfTheRepository() throws IOException {
    var examples =
        EXAMPLES.stream()
            .flatMap(ChartPagesTest::ours)
            .map(example -> "    - " + example.strip().replace("\n", "\n      ") + "\n")
            .collect(Collectors.joining());

    new GeneratedFile(Chart.FOLDER.resolve("Chart.yaml"), ChartPagesTest.class)
        .assertHasBetween(
            "  # Generated from examples/\n",
            "  # End of what is generated",
            "  artifacthub.io/crdsExamples: |\n" + examples);
  }

  @Test
  void theChangesAreThoseOfTheNewestVersion() throws IOException {
    var newest = Files.readString(Path.of("CHANGELOG.md")).split("(?m)^## ", 3)[1];
    var changes =
        Stream.of(newest.split("(?m)^### "))
            .skip(1)
            .filter(part -> !part.startsWith("Upgrade"))
            .flatMap(ChartPagesTest::changes)
            .collect(Collectors.joining());

    new GeneratedFile(Chart.FOLDER.resolve("Chart.yaml"), ChartPagesTest.class)
        .assertHasBetween(
            "  # Generated from CHANGELOG.md\n",
            "  # End of the changes",
            "  artifacthub.io/changes: |\n" + changes);
  }

  /** Of a part of the changelog, in the words of Artifact Hub. */
  private static Stream<String> changes(String part) {
    var kind = part.lines().findFirst().orElseThrow().toLowerCase(Locale.ROOT);
    return Stream.of(part.split("(?m)^- "))
        .skip(1)
        .map(
            entry ->
                entry.strip().replaceAll("\\s+", " ").replace("\\", "\\\\").replace("\"", "\\\""))
        .map(entry -> "    - kind: %s\n      description: \"%s\"\n".formatted(kind, entry));
  }

  /** The documents of an example that are of our kinds, without comments. */
  private static Stream<String> ours(String example) {
    return YamlDocuments.in(Path.of("examples", example))
        .map(document -> document.replaceAll("(?m)\\s+#.*$|^#.*\n", ""))
        .filter(document -> document.contains("apiVersion: backupsync.dev/"));
  }

  @Test
  void everyKindIsListed() throws IOException {
    var annotations = new YAMLMapper().readTree(Chart.read("Chart.yaml")).path("annotations");
    var listed = new YAMLMapper().readTree(annotations.path("artifacthub.io/crds").asText());
    var examples =
        new YAMLMapper().readTree(annotations.path("artifacthub.io/crdsExamples").asText());

    assertThat(listed.valueStream().map(ChartPagesTest::told))
        .containsExactlyInAnyOrderElementsOf(Schemas.crds().map(ChartPagesTest::told).toList());
    assertThat(examples.valueStream().map(example -> example.path("kind").asText()))
        .containsExactlyInAnyOrderElementsOf(
            Schemas.crds().map(crd -> crd.getSpec().getNames().getKind()).toList());
  }

  private static String told(JsonNode crd) {
    assertThat(crd.path("description").asText()).isNotEmpty();
    return "%s %s %s"
        .formatted(
            crd.path("kind").asText(), crd.path("version").asText(), crd.path("name").asText());
  }

  private static String told(CustomResourceDefinition crd) {
    var spec = crd.getSpec();
    return "%s %s %s"
        .formatted(
            spec.getNames().getKind(),
            spec.getVersions().getFirst().getName(),
            crd.getMetadata().getName());
  }
}
