package dev.backupsync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.api.v1alpha1.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What README tells in tables is what the code does. */
class ReadmeTest {
  private static final Pattern FIRST_CELL = Pattern.compile("(?m)^\\| `(\\w+)` \\|");

  @Test
  void tellsEveryMetricWithItsLabels() throws IOException {
    assertThat(MetricLabels.told(readme())).isEqualTo(MetricLabels.CONTRACT);
  }

  @Test
  void explainsEveryReason() throws IOException {
    assertThat(rows("### Reasons of a sync"))
        .containsExactlyInAnyOrderElementsOf(Stream.of(Reason.values()).map(Reason::word).toList());
    assertThat(rows("### Reasons of a connection"))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(ConnectionReason.values()).map(ConnectionReason::word).toList());
  }

  /** What the rows of the table under a heading are about. */
  private static List<String> rows(String heading) throws IOException {
    var section = readme().split(heading + "\n", 2)[1].split("\n#", 2)[0];
    return FIRST_CELL.matcher(section).results().map(row -> row.group(1)).toList();
  }

  private static String readme() throws IOException {
    return Files.readString(Path.of("README.md"));
  }
}
