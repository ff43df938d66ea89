package dev.backupsync.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backupsync.monitoring.Dashboard.Panel;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The dashboard can be imported anywhere: it names no data source, no metric that is not there, and
 * says of each number in which unit it is. {@code MonitoringIT} runs its queries.
 */
class DashboardTest {
  private static final Dashboard DASHBOARD = Dashboard.read();
  private static final Set<String> UNITS =
      Set.of("short", "s", "percentunit", "reqps", "ops", "bytes", "dateTimeAsIso");
  private static final int COLUMNS = 24;

  static List<Panel> panels() {
    return DASHBOARD.panels();
  }

  @ParameterizedTest
  @MethodSource("panels")
  void nameOnlyMetricsThatAreInTheReference(Panel panel) {
    assertThat(panel.queries()).isNotEmpty();
    assertThat(panel.queries().stream().flatMap(Metrics::named))
        .isNotEmpty()
        .isSubsetOf(Metrics.referenced());
  }

  @ParameterizedTest
  @MethodSource("panels")
  void sayWhatTheyShow(Panel panel) {
    var field = panel.json().path("fieldConfig").path("defaults");

    assertThat(panel.title()).isNotBlank();
    assertThat(panel.json().path("description").asText()).isNotBlank();
    assertThat(field.path("unit").asText()).isIn(UNITS);
    assertThat(field.path("unit").asText())
        .as("the unit of times")
        .matches(unit -> !asksForAnAge(panel) || unit.equals("s"));
  }

  private static boolean asksForAnAge(Panel panel) {
    return panel.queries().stream()
        .anyMatch(query -> query.matches("(sort_desc\\()?time\\(\\) - .*"));
  }

  @Test
  void asksWhicheverPrometheusTheReaderChose() {
    var sources = DASHBOARD.json().findValues("datasource");

    assertThat(sources)
        .allSatisfy(
            source -> {
              assertThat(source.path("type").asText()).isEqualTo("prometheus");
              assertThat(source.path("uid").asText()).isEqualTo("${datasource}");
            });
    assertThat(sources).hasSizeGreaterThan(panels().size());
    assertThat(variables().getFirst().path("type").asText()).isEqualTo("datasource");
    assertThat(variables())
        .extracting(one -> one.path("name").asText())
        .containsExactly("datasource", "namespace");
  }

  @Test
  void hasNoIdOfSomebodysGrafana() {
    assertThat(DASHBOARD.json().has("id")).isFalse();
    assertThat(DASHBOARD.json().has("uid")).isFalse();
    assertThat(DASHBOARD.json().has("version")).isFalse();
    assertThat(DASHBOARD.all().map(panel -> panel.path("id").asInt())).doesNotHaveDuplicates();
  }

  @Test
  void panelsLieBesideEachOther() {
    var taken = new boolean[200][COLUMNS];
    DASHBOARD
        .all()
        .map(panel -> panel.path("gridPos"))
        .forEach(
            at -> {
              for (var y = at.path("y").asInt(); y < end(at, "y", "h"); y++) {
                for (var x = at.path("x").asInt(); x < end(at, "x", "w"); x++) {
                  assertThat(taken[y][x]).as("at %d, %d", x, y).isFalse();
                  taken[y][x] = true;
                }
              }
            });
  }

  private static int end(JsonNode at, String start, String size) {
    return at.path(start).asInt() + at.path(size).asInt();
  }

  private static List<JsonNode> variables() {
    return DASHBOARD.json().path("templating").path("list").valueStream().toList();
  }
}
