package dev.backupsync.docs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backupsync.cluster.Schemas;
import dev.backupsync.files.GeneratedFile;
import dev.backupsync.files.YamlDocuments;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keeps the page of each kind what its CRD says; {@code -Dupdate} rewrites them. */
class ReferenceTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  static Stream<String> kinds() {
    return Schemas.crds().map(crd -> crd.getSpec().getNames().getKind());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyFieldIsOnThePageOfItsKind(String kind) throws IOException {
    var crd =
        Schemas.crds()
            .filter(one -> one.getSpec().getNames().getKind().equals(kind))
            .findFirst()
            .orElseThrow();
    var page = Path.of("docs", "reference", kind.toLowerCase(Locale.ROOT) + ".md");

    new GeneratedFile(page, ReferenceTest.class)
        .assertIs(new Reference(crd, examples(kind)).markdown());
  }

  private static List<JsonNode> examples(String kind) {
    try (var files = Files.list(Path.of("examples"))) {
      return files
          .filter(Files::isRegularFile)
          .sorted()
          .flatMap(YamlDocuments::in)
          .map(document -> YAML.unmarshal(document, JsonNode.class))
          .filter(example -> example.path("kind").asText().equals(kind))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
