package dev.backupsync.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.docs.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each alert fires when it should, does not when all is well, and leads to a page that helps. */
class AlertsTest {
  private static final String TESTS = "src/test/resources/monitoring/alerts_test.yaml";
  private static final Path RUNBOOKS = Path.of("docs", "runbooks");
  private static final String BLOB =
      "https://github.com/backup-sync/backup-sync-operator/blob/main/";

  static List<Alert> alerts() {
    return Alert.all();
  }

  @Test
  @OnPrometheus
  void fireWhenTheyShouldAndNotWhenAllIsWell() {
    var ended = Program.PROMTOOL.run("test", "rules", TESTS);

    assertThat(ended.exitCode()).as(ended.output()).isZero();
  }

  /** An alert that only ever does not fire is not tested, nor is one that only fires. */
  @ParameterizedTest
  @MethodSource("alerts")
  void areEachTestedBothWays(Alert alert) throws IOException {
    var tests = Files.readString(Path.of(TESTS));

    assertThat(tests)
        .contains("- alertname: " + alert.name() + "\n")
        .contains("{alertname: " + alert.name() + ", eval_time: ")
        .contains(
            "description: '"
                + alert
                    .rule()
                    .path("annotations")
                    .path("description")
                    .asText()
                    .replaceAll("\\{\\{.*", ""));
  }

  @Test
  @OnPrometheus
  void areRulesThatPrometheusTakes() {
    var ended = Program.PROMTOOL.run("check", "rules", Alert.SOURCE.toString());

    assertThat(ended.exitCode()).as(ended.output()).isZero();
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void leadToAPageThatSaysWhatToDo(Alert alert) {
    var page = new Page(RUNBOOKS.resolve(alert.name() + ".md"));

    assertThat(alert.runbook()).isEqualTo(BLOB + page.path());
    assertThat(page.text()).startsWith("# " + alert.name() + "\n");
    for (var section :
        List.of("What happened", "How to see it", "What to do", "How to silence it")) {
      assertThat(page.section(section)).as(section).hasSizeGreaterThan(50);
    }
    assertThat(page.section("How to silence it")).contains("alertname=" + alert.name());
  }

  @Test
  void thereIsNoPageWithoutAnAlert() throws IOException {
    try (var files = Files.list(RUNBOOKS)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              Alert.all().stream().map(alert -> alert.name() + ".md").toList());
    }
  }

  /** {@code -Dupdate} copies them. */
  @Test
  void areTheSameWithoutTheChart() throws IOException {
    for (var file : List.of("alerts.yaml", "dashboard.json")) {
      var source = Alert.SOURCE.resolveSibling(file);
      var copy = Path.of("deploy", "monitoring", file);
      if (System.getProperty("update") != null) {
        Files.writeString(copy, Files.readString(source));
      }

      assertThat(copy)
          .as("run mvn test -Dtest=AlertsTest -Dupdate")
          .hasSameTextualContentAs(source);
    }
  }

  @Test
  void nameOnlyMetricsThatAreInTheReference() {
    assertThat(Alert.all().stream().flatMap(alert -> Metrics.named(alert.query())))
        .isSubsetOf(Metrics.referenced());
  }

  static Stream<String> severities() {
    return Alert.all().stream().map(one -> one.rule().path("labels").path("severity").asText());
  }

  @Test
  void haveASeverity() {
    assertThat(severities()).containsOnly("critical", "warning");
  }
}
