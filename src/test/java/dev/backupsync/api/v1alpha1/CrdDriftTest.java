package dev.backupsync.api.v1alpha1;

import dev.backupsync.files.GeneratedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Keeps {@code crds/} and the chart's copy what the records say; {@code -Dupdate} rewrites them.
 */
class CrdDriftTest {
  private static final Path[] COPIES = {
    Path.of("crds"), Path.of("helm", "backup-sync-operator", "files", "crds")
  };

  @TempDir Path generated;

  @Test
  void crdsAreGeneratedFromTheRecords() throws IOException {
    CrdGeneration.into(generated);

    try (var files = Files.list(generated)) {
      for (var file : files.sorted().toList()) {
        var name = file.getFileName().toString().replace("-v1.yml", ".yaml");
        var expected = Files.readString(file);
        for (var folder : COPIES) {
          new GeneratedFile(folder.resolve(name), CrdDriftTest.class).assertIs(expected);
        }
      }
    }
  }
}
