package dev.backupsync.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.files.GeneratedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Keeps {@code deploy/} what the chart makes; {@code -Dupdate} rewrites it. What GitOps tools are
 * told is not of the chart.
 */
class DeployTest {
  private static final Path FOLDER = Path.of("deploy");
  private static final Set<Path> FOR_TOOLS =
      Set.of(Path.of("argocd"), Path.of("flux"), Path.of("monitoring"));

  @Test
  void manifestsAreWhatTheChartMakes() throws IOException {
    var expected = Manifests.all();
    for (var file : expected.entrySet()) {
      new GeneratedFile(FOLDER.resolve(file.getKey()), DeployTest.class).update(file.getValue());
    }

    try (var files = Files.walk(FOLDER)) {
      var found =
          files
              .filter(Files::isRegularFile)
              .filter(file -> !FOR_TOOLS.contains(FOLDER.relativize(file).getName(0)))
              .collect(Collectors.toMap(file -> FOLDER.relativize(file).toString(), this::read));
      assertThat(found).as(GeneratedFile.advice(DeployTest.class)).isEqualTo(expected);
    }
  }

  @Test
  void nothingOfHelmIsLeftInThem() {
    assertThat(Manifests.all().values())
        .allSatisfy(text -> assertThat(text).doesNotContain("helm.sh").doesNotContain(": Helm"));
  }

  private String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
