package dev.backupsync.supply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The SBOM names what ships, all of it and nothing else. */
class BillOfMaterialsIT {
  private static final Path TARGET = Path.of("target");

  @Test
  void namesEveryLibraryThatShipsAndNoOther() throws IOException {
    assertThat(components().map(BillOfMaterialsIT::jar))
        .containsExactlyInAnyOrderElementsOf(libs());
  }

  @Test
  void givesEachLibraryItsLicenceAndItsHash() throws IOException {
    assertThat(components().filter(library -> library.path("licenses").isEmpty()))
        .as("without a licence")
        .isEmpty();
    assertThat(components().filter(library -> library.path("hashes").isEmpty()))
        .as("without a hash")
        .isEmpty();
  }

  private static Stream<JsonNode> components() throws IOException {
    var bom = new JsonMapper().readTree(Product.of(TARGET, "sbom.json").toFile());
    return StreamSupport.stream(bom.path("components").spliterator(), false);
  }

  private static String jar(JsonNode component) {
    return component.path("name").asText() + "-" + component.path("version").asText() + ".jar";
  }

  private static List<String> libs() throws IOException {
    try (var files = Files.list(TARGET.resolve("lib"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
