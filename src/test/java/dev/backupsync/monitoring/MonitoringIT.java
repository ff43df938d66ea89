package dev.backupsync.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Stage;
import dev.backupsync.docs.Page;
import dev.backupsync.monitoring.Dashboard.Panel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A real Prometheus reads an operator at work, some of whose syncs fail: every panel of the
 * dashboard shows what it promises, and Alertmanager tells a webhook of what failed.
 */
@OnApiServer
@OnPrometheus
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MonitoringIT {
  @TempDir static Path folder;

  private static Stage stage;
  private static Monitoring monitoring;
  private static Estate estate;

  @BeforeAll
  static void open() throws IOException {
    stage = Stage.open();
    stage.operate();
    monitoring = Monitoring.of(folder, stage.operator().httpPort());
    monitoring.awaitScrape();
    estate = Estate.on(stage);
  }

  @AfterAll
  static void close() {
    if (monitoring != null) {
      monitoring.close();
    }
    stage.close();
  }

  static List<Panel> panels() {
    return Dashboard.read().panels();
  }

  @Order(1)
  @ParameterizedTest
  @MethodSource("panels")
  void showsWhatItPromises(Panel panel) {
    var expected = Promises.of(panel.title());
    assertThat(expected).as("one for each query").hasSameSizeAs(panel.queries());
    for (var i = 0; i < expected.size(); i++) {
      var query = filled(panel.queries().get(i));
      var promise = expected.get(i);
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .pollInterval(Duration.ofMillis(250))
          .untilAsserted(() -> promise.check(monitoring.query(query)));
    }
  }

  /** As Grafana fills them in; the time shown is that of this test. */
  private static String filled(String query) {
    return query
        .replace("$namespace", stage.namespace())
        .replace("$__rate_interval", "2m")
        .replace("$__range", "5m");
  }

  @Order(2)
  @Test
  void theWebhookIsToldWhatFailed() throws InterruptedException {
    Stage.awaitUntil(() -> monitoring.told("firing", "BackupSyncFailed").count() >= 2);

    assertThat(monitoring.told("firing", "BackupSyncFailed"))
        .extracting(alert -> alert.path("annotations").path("summary").asText())
        .contains(
            "BackupInstanceSync %s/disk failed: SyncFailed".formatted(stage.namespace()),
            "RepositorySync %s/typo failed: TargetNotFound".formatted(stage.namespace()));
    assertThat(monitoring.told("firing", "BackupSyncConnectionDown")).isNotEmpty();
    assertThat(monitoring.told("firing", "BackupSyncCredentialsRefused")).isNotEmpty();
    assertThat(monitoring.told("firing", "BackupSyncOverdue"))
        .as("held back by the connection that is down")
        .isEmpty();
    assertThat(monitoring.query("ALERTS{alertname=\"BackupSyncOverdue\"}"))
        .extracting(alert -> alert.label("name"))
        .containsExactly("cut-off");
    assertThat(monitoring.query("ALERTS{name=~\"mail|running|still|behind\"}")).isEmpty();
    assertThat(monitoring.troubleWithRules()).isEmpty();
  }

  @Order(3)
  @Test
  void andThatItIsMended() {
    estate.mend();

    Stage.awaitUntil(
        () ->
            monitoring
                .told("resolved", "BackupSyncFailed")
                .anyMatch(alert -> alert.path("labels").path("name").asText().equals("disk")));
  }

  static List<Alert> alerts() {
    return Alert.all();
  }

  /** As its runbook says. */
  @Order(4)
  @ParameterizedTest
  @MethodSource("alerts")
  void eachCanBeSilenced(Alert alert) {
    var page = Page.at("docs/runbooks/" + alert.name() + ".md");
    var command =
        page.blocks("sh").stream()
            .filter(block -> block.startsWith("amtool"))
            .findFirst()
            .orElseThrow()
            .replace("http://alertmanager:9093", monitoring.alertmanagerUrl())
            .replace("\"why\"", "why")
            .strip()
            .split(" ");

    var arguments = List.of(command).subList(1, command.length).toArray(String[]::new);
    var silenced = Program.AMTOOL.run(arguments);

    assertThat(silenced.exitCode()).as(silenced.output()).isZero();
    assertThat(
            Program.AMTOOL
                .run("--alertmanager.url=" + monitoring.alertmanagerUrl(), "silence", "query")
                .output())
        .contains("alertname=\"" + alert.name() + "\"");
  }
}
