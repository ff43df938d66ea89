package dev.backupsync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.api.v1alpha1.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What README tells in tables is what the code does. */
class ReadmeTest {
  private static final Pattern FIRST_CELL = Pattern.compile("(?m)^\\| `(\\w+)` \\|");
  private static final Pattern TEST = Pattern.compile("\\b[A-Z][A-Za-z]+(?:IT|Test)\\b");

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

  /** What is claimed names the test that shows it, and that test is there. */
  @ParameterizedTest
  @ValueSource(strings = {"README.md", "CONTRIBUTING.md", "SECURITY.md"})
  void namesNoTestThatIsNotThere(String page) throws IOException {
    var named =
        TEST.matcher(Files.readString(Path.of(page))).results().map(MatchResult::group).distinct();

    try (var files = Files.walk(Path.of("src/test/java"))) {
      var there = files.map(file -> file.getFileName().toString()).toList();
      assertThat(named.map(test -> test + ".java")).isSubsetOf(there);
    }
  }

  @Test
  void countsTheFaultsOfVendorsAsTheirPageHasThem() throws IOException {
    var calls =
        List.of(Files.readString(Path.of("docs/vendor-faults.md")).split("\n## ", -1)).stream()
            .skip(1);
    var faults = calls.map(ReadmeTest::faults).toList();
    var plays = 2 * faults.stream().mapToInt(List::size).sum(); // once, and for ever

    assertThat(readme())
        .contains(
            String.format(
                Locale.ROOT,
                "each of %d calls × %d faults, once and for ever: %,d plays",
                faults.size(),
                faults.stream().flatMap(List::stream).distinct().count(),
                plays));
  }

  private static List<String> faults(String call) {
    return call.lines()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| fault"))
        .flatMap(line -> Stream.of(line.split("\\|", -1)[1].strip().split("<br>", -1)))
        .toList();
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
