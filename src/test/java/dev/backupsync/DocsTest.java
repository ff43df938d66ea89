package dev.backupsync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.SyncAnnotations;
import dev.backupsync.docs.Page;
import dev.backupsync.statemachine.SyncEvent;
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
import org.junit.jupiter.params.provider.MethodSource;

/** What the docs tell in tables is what the code does. */
class DocsTest {
  private static final Pattern FIRST_CELL = Pattern.compile("(?m)^\\| `(\\w+)` \\|");
  private static final Pattern FIRST_CELL_OF_ANY = Pattern.compile("(?m)^\\| `(\\S+)` \\|");
  private static final Pattern EVENT =
      Pattern.compile("(?m)^\\| `(\\w+)` \\| (\\w+) \\| [^|]{20,} \\|$");
  private static final Pattern TEST = Pattern.compile("\\b[A-Z][A-Za-z]+(?:IT|Test)\\b");

  @Test
  void tellsEveryMetricWithItsLabels() {
    assertThat(MetricLabels.told(Page.at("docs/reference/metrics.md").text()))
        .isEqualTo(MetricLabels.CONTRACT);
  }

  @Test
  void explainsEveryReason() {
    var reasons = Page.at("docs/reference/reasons.md");

    assertThat(rows(reasons.section("Reasons of a sync")))
        .containsExactlyInAnyOrderElementsOf(Stream.of(Reason.values()).map(Reason::word).toList());
    assertThat(rows(reasons.section("Reasons of a connection")))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(ConnectionReason.values()).map(ConnectionReason::word).toList());
  }

  @Test
  void explainsEveryEventWithItsType() {
    assertThat(EVENT.matcher(Page.at("docs/reference/events.md").text()).results())
        .extracting(row -> row.group(1) + " " + row.group(2))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    Stream.of(SyncEvent.Kind.values())
                        .map(kind -> kind.word() + (kind.isWarning() ? " Warning" : " Normal")),
                    Stream.of(ConnectionReason.values())
                        .map(
                            reason ->
                                reason == ConnectionReason.CONNECTED
                                    ? reason.word() + " Normal"
                                    : reason.word() + " Warning"))
                .toList());
  }

  @Test
  void namesEveryActionOfEvents() {
    assertThat(Page.at("docs/reference/events.md").section("Fields"))
        .contains(
            Stream.of(SyncEvent.Kind.values())
                .map(kind -> "`" + kind.action() + "`")
                .distinct()
                .toList());
  }

  @Test
  void tellsEveryAnnotation() {
    var told = FIRST_CELL_OF_ANY.matcher(Page.at("docs/reference/annotations.md").text()).results();

    assertThat(told.map(row -> row.group(1)))
        .contains(
            SyncAnnotations.REQUESTED_AT,
            SyncAnnotations.CANCEL_REQUESTED_AT,
            SyncAnnotations.SCHEDULE_JITTER);
  }

  static Stream<Page> pages() {
    return Page.all();
  }

  /** What is claimed names the test that shows it, and that test is there. */
  @ParameterizedTest
  @MethodSource("pages")
  void namesNoTestThatIsNotThere(Page page) throws IOException {
    var named = TEST.matcher(page.text()).results().map(MatchResult::group).distinct();

    try (var files = Files.walk(Path.of("src/test/java"))) {
      var there = files.map(file -> file.getFileName().toString()).toList();
      assertThat(named.map(test -> test + ".java")).isSubsetOf(there);
    }
  }

  @Test
  void countsTheFaultsOfVendorsAsTheirPageHasThem() {
    var calls =
        List.of(Page.at("docs/vendor-faults.md").text().split("\n## ", -1)).stream().skip(1);
    var faults = calls.map(DocsTest::faults).toList();
    var plays = 2 * faults.stream().mapToInt(List::size).sum(); // once, and for ever

    assertThat(Page.at("docs/explanation/reliability.md").text())
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

  /** What the rows of a table are about. */
  private static List<String> rows(String section) {
    return FIRST_CELL.matcher(section).results().map(row -> row.group(1)).toList();
  }
}
