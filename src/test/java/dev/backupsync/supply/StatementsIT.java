package dev.backupsync.supply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the build says about itself is true, and it says the same when it is asked again. */
class StatementsIT {
  private static final Path TARGET = Path.of("target");
  private static final Set<String> JUSTIFICATIONS =
      Set.of(
          "component_not_present",
          "vulnerable_code_not_present",
          "vulnerable_code_not_in_execute_path",
          "vulnerable_code_cannot_be_controlled_by_adversary",
          "inline_mitigations_already_exist");

  @TempDir Path again;

  @Test
  void theProvenanceIsOfTheFilesThatAreThere() throws IOException {
    var statement = json(Product.of(TARGET, "provenance.json"));
    assertThat(statement.path("_type").asText()).isEqualTo("https://in-toto.io/Statement/v1");
    assertThat(statement.path("predicateType").asText())
        .isEqualTo("https://slsa.dev/provenance/v1");
    for (var subject : statement.path("subject")) {
      var name = subject.path("name").asText();
      var digest = subject.path("digest").path("sha256").asText();
      if (name.contains(":")) {
        assertThat("sha256:" + digest).isEqualTo(Files.readString(TARGET.resolve("image.digest")));
      } else {
        assertThat(digest).as(name).isEqualTo(Sha256.of(TARGET.resolve(name)));
      }
    }
  }

  @Test
  void theProvenanceHasEveryLibraryByItsHash() throws IOException {
    var hashes =
        json(TARGET.resolve("provenance.json"))
            .findValue("resolvedDependencies")
            .findValuesAsText("sha256");
    try (var libraries = Files.list(TARGET.resolve("lib"))) {
      for (var library : libraries.toList()) {
        assertThat(hashes).as(library.toString()).contains(Sha256.of(library));
      }
    }
  }

  @Test
  void isTheSameAgain() throws IOException {
    var revision = System.getProperty("image.revision", "");
    Statements.write(TARGET, System.getProperty("project.version"), revision, again);

    for (var file : Set.of("provenance.json", "vex.json")) {
      assertThat(again.resolve(file)).as(file).hasSameTextualContentAs(TARGET.resolve(file));
    }
  }

  @Test
  void theVexIsAboutWhatShips() throws IOException {
    var bill = Bill.read(Product.of(TARGET, "sbom.json"));
    var shipped = bill.libraries().map(Bill.Library::packageUrl).toList();
    for (var statement : json(TARGET.resolve("vex.json")).path("statements")) {
      var product = statement.path("products").path(0);
      assertThat(product.path("@id").asText()).isEqualTo(bill.product());
      assertThat(shipped).contains(product.path("subcomponents").path(0).path("@id").asText());
      assertThat(statement.path("vulnerability").path("name").asText()).startsWith("CVE-");
      assertThat(statement.path("status").asText()).isIn("fixed", "not_affected");
      assertThat(statement.path("justification").asText("")).isIn(allowed(statement));
    }
  }

  private static Set<String> allowed(JsonNode statement) {
    return statement.path("status").asText().equals("fixed") ? Set.of("") : JUSTIFICATIONS;
  }

  @Test
  void whatIsSaidToBeFixedIsNewerThanTheFix() throws IOException {
    var bill = Bill.read(Product.of(TARGET, "sbom.json"));
    var fixes = json(Path.of("vex.json")).path("statements");
    StreamSupport.stream(fixes.spliterator(), false)
        .filter(fix -> fix.has("fixedIn"))
        .forEach(
            fix -> {
              var library = bill.library(fix.path("library").asText()).orElseThrow();
              assertThat(Version.parse(library.version()))
                  .isGreaterThanOrEqualTo(Version.parse(fix.path("fixedIn").asText()));
            });
  }

  private static JsonNode json(Path file) throws IOException {
    return new JsonMapper().readTree(file.toFile());
  }
}
