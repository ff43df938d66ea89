package dev.backupsync.olm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.backupsync.files.GeneratedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * Keeps {@code bundle/} what chart, CRDs and examples make of it; {@code -Dupdate} rewrites it.
 * There is no opm and no operator-sdk here that would look at it.
 */
class BundleTest {
  private static final Path FOLDER = Path.of("bundle");

  @Test
  void isWhatChartAndCrdsAndExamplesMakeOfIt() throws IOException {
    var expected = Bundle.files();
    for (var file : expected.entrySet()) {
      new GeneratedFile(FOLDER.resolve(file.getKey()), BundleTest.class).update(file.getValue());
    }

    try (var files = Files.walk(FOLDER)) {
      assertThat(
              files
                  .filter(Files::isRegularFile)
                  .collect(Collectors.toMap(f -> FOLDER.relativize(f).toString(), this::read)))
          .as(GeneratedFile.advice(BundleTest.class))
          .isEqualTo(expected);
    }
  }

  @Test
  void ownsEveryCrdThatIsInIt() throws IOException {
    try (var crds = Files.list(Path.of("crds"))) {
      assertThat(texts(owned(), "name"))
          .containsExactlyInAnyOrderElementsOf(
              crds.map(crd -> crd.getFileName().toString().replace(".yaml", "")).toList());
    }
  }

  @Test
  void hasAnExampleOfEveryKind() throws IOException {
    var annotations = serviceVersion().path("metadata").path("annotations");
    var examples = new JsonMapper().readTree(annotations.path("alm-examples").asText());

    assertThat(texts(examples, "kind"))
        .containsExactlyInAnyOrderElementsOf(texts(owned(), "kind").toList());
  }

  @Test
  void describesEveryFieldThatItShows() throws IOException {
    for (var kind : owned()) {
      for (var part : new String[] {"specDescriptors", "statusDescriptors"}) {
        assertThat(texts(kind.path(part), "description")).isNotEmpty().doesNotContain("");
      }
    }
  }

  @Test
  void namesTheImageThatItStarts() throws IOException {
    var spec = serviceVersion().path("spec");
    var deployment = spec.path("install").path("spec").path("deployments").path(0);

    assertThat(texts(spec.path("relatedImages"), "image"))
        .containsExactly(deployment.findValue("image").asText());
  }

  private static JsonNode owned() throws IOException {
    return serviceVersion().path("spec").path("customresourcedefinitions").path("owned");
  }

  private static JsonNode serviceVersion() throws IOException {
    var file = FOLDER.resolve("manifests/backup-sync-operator.clusterserviceversion.yaml");
    return new YAMLMapper().readTree(file.toFile());
  }

  private static Stream<String> texts(JsonNode array, String field) {
    return StreamSupport.stream(array.spliterator(), false).map(n -> n.path(field).asText());
  }

  private String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
