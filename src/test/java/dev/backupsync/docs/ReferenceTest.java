package dev.backupsync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backupsync.cluster.Schemas;
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
    var expected = new Reference(crd, examples(kind)).markdown();

    if (System.getProperty("update") != null) {
      Files.writeString(page, expected);
    }
    assertThat(page)
        .as("run mvn test -Dtest=ReferenceTest -Dupdate, and look at the difference")
        .content()
        .isEqualTo(expected);
  }

  private static List<JsonNode> examples(String kind) {
    try (var files = Files.list(Path.of("examples"))) {
      return files
          .filter(Files::isRegularFile)
          .sorted()
          .flatMap(ReferenceTest::documents)
          .filter(example -> example.path("kind").asText().equals(kind))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<JsonNode> documents(Path file) {
    try {
      return Stream.of(Files.readString(file).split("(?m)^---$", -1))
          .map(text -> YAML.unmarshal(text, JsonNode.class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
