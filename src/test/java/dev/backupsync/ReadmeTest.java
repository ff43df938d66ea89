package dev.backupsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What README tells in tables is what the code does. */
class ReadmeTest {
  @Test
  void tellsEveryMetricWithItsLabels() throws IOException {
    assertThat(MetricLabels.told(readme())).isEqualTo(MetricLabels.CONTRACT);
  }

  private static String readme() throws IOException {
    return Files.readString(Path.of("README.md"));
  }
}
