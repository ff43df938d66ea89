package dev.backupsync.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.backupsync.monitoring.Dashboard.Panel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A panel is green only where somebody tells that all is well. */
@OnPrometheus
class DashboardEvidenceTest {
  private static final String ALIVE = "No operator works"; // nothing told is its answer
  private static final List<String> COMPUTED = List.of("Not protected", "Overdue", "Stuck");
  private static final String SYNC =
      "{kind=\"RepositorySync\",namespace=\"team-a\",name=\"mail\",job=\"%s\",instance=\"1\"}";

  private static final List<Map<String, Object>> ZERO = List.of(Map.of("labels", "{}", "value", 0));

  @TempDir Path folder;

  static List<Panel> all() {
    return Dashboard.read().panels();
  }

  static List<Panel> green() {
    return all().stream().filter(DashboardEvidenceTest::isGreen).toList();
  }

  private static boolean isGreen(Panel panel) {
    return defaults(panel, "thresholds/steps/0/color").equals("green");
  }

  private static String defaults(Panel panel, String path) {
    return panel.json().at("/fieldConfig/defaults/" + path).asText();
  }

  @ParameterizedTest
  @MethodSource("green")
  void noAnswerIsRed(Panel panel) {
    assertThat(defaults(panel, "noValue")).isEqualTo("Nobody tells");
    assertThat(panel.json().at("/fieldConfig/defaults/mappings").valueStream())
        .filteredOn(mapping -> mapping.path("type").asText().equals("special"))
        .singleElement()
        .satisfies(
            mapping -> {
              assertThat(mapping.at("/options/match").asText()).isEqualTo("null+nan");
              assertThat(mapping.at("/options/result/text").asText()).isEqualTo("Nobody tells");
              assertThat(mapping.at("/options/result/color").asText()).isEqualTo("red");
            });
  }

  @Test
  void withoutAnySeriesNothingIsSaid() throws IOException {
    var silent = all().stream().filter(panel -> !panel.title().equals(ALIVE));

    assertAnswers(List.of(), silent.flatMap(panel -> panel.queries().stream()), List.of());
  }

  /** As with {@code PER_OBJECT_METRICS=false}. */
  @Test
  void anOperatorThatTellsOfNoObjectsIsNoEvidence() throws IOException {
    var series =
        List.of(
            one("backupsync_build_info{job=\"operator\",instance=\"1\"}", 1),
            one("backupsync_leader{job=\"operator\",instance=\"1\"}", 1),
            one("backupsync_syncs{kind=\"RepositorySync\",state=\"Failed\"}", 1));

    assertAnswers(series, queries(panel -> !panel.title().equals(ALIVE)), List.of());
  }

  @Test
  void whereAllIsWellItIsZero() throws IOException {
    assertAnswers(wellBy("operator"), queries(_ -> true), ZERO);
  }

  /** It cannot tell what has to be computed. */
  @Test
  void kubeStateMetricsIsEvidenceOfWhatItTells() throws IOException {
    var series = wellBy("kube-state-metrics");

    assertAnswers(series, queries(one -> !COMPUTED.contains(one.title())), ZERO);
    assertAnswers(series, queries(one -> COMPUTED.contains(one.title())), List.of());
  }

  private static List<Map<String, Object>> wellBy(String job) {
    return List.of(
        one("backupsync_build_info{job=\"operator\",instance=\"1\"}", 1),
        one("backupsync_leader{job=\"operator\",instance=\"1\"}", 1),
        one("backupsync_sync_ready" + SYNC.formatted(job), 1),
        one("backupsync_sync_suspended" + SYNC.formatted(job), 0),
        one("backupsync_last_success_timestamp_seconds" + SYNC.formatted(job), 1),
        one("backupsync_connection_up" + SYNC.formatted(job), 1));
  }

  private static Map<String, Object> one(String series, int value) {
    return Map.of("series", series, "values", value + "x10");
  }

  private static Stream<String> queries(Predicate<Panel> which) {
    return green().stream().filter(which).flatMap(panel -> panel.queries().stream());
  }

  private void assertAnswers(
      List<Map<String, Object>> series, Stream<String> queries, List<Map<String, Object>> answer)
      throws IOException {
    var asked =
        queries
            .map(DashboardEvidenceTest::filled)
            .map(query -> Map.of("expr", query, "eval_time", "5m", "exp_samples", answer))
            .toList();
    assertThat(asked).isNotEmpty();
    var test = Map.of("interval", "1m", "input_series", series, "promql_expr_test", asked);
    var file = folder.resolve("test.json").toFile(); // JSON is YAML, too
    new JsonMapper().writeValue(file, Map.of("tests", List.of(test)));

    var ended = Program.PROMTOOL.run("test", "rules", file.toString());

    assertThat(ended.exitCode()).as(ended.output()).isZero();
  }

  private static String filled(String query) {
    return query
        .replace("$namespace", ".*")
        .replace("$__rate_interval", "2m")
        .replace("$__range", "5m");
  }
}
