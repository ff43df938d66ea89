package dev.backupsync.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.backupsync.api.v1alpha1.BackupInstanceSync;
import dev.backupsync.api.v1alpha1.RepositorySync;
import dev.backupsync.api.v1alpha1.SyncSpec;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.ops.SyncMetrics;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * kube-state-metrics tells the same of an object as the operator itself. It does not run here: its
 * configuration is evaluated as its manual says, over objects that the operator left behind.
 */
class KubeStateMetricsTest {
  private static final Path OBJECTS =
      Path.of("deploy/argocd/resource_customizations/backupsync.dev");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final StateMetrics CONFIG =
      StateMetrics.read(Path.of("deploy/monitoring/kube-state-metrics.yaml"));

  static Stream<Path> syncs() {
    return objects("Sync");
  }

  static Stream<Path> connections() {
    return objects("Connection");
  }

  private static Stream<Path> objects(String kind) {
    try (var files = Files.walk(OBJECTS)) {
      return files
          .filter(file -> file.getParent().endsWith("testdata"))
          .filter(file -> OBJECTS.relativize(file).getName(0).toString().endsWith(kind))
          .filter(file -> OBJECTS.relativize(file).getName(1).endsWith("testdata"))
          .filter(file -> !file.endsWith("newer.yaml")) // a state that only a newer release knows
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("syncs")
  void tellsOfASyncWhatTheOperatorTells(Path file) throws IOException {
    var kind = YAML.readTree(file.toFile()).path("kind").asText();
    var told =
        CONFIG.of(YAML.readTree(file.toFile())).filter(one -> !one.endsWith(" 0.0 of a set"));

    assertThat(told).containsExactlyInAnyOrderElementsOf(operators(kind, file));
  }

  /** Of a condition that is not there yet nothing can be told; the operator tells 0. */
  private static List<String> operators(String kind, Path file) throws IOException {
    var sync = sync(kind, Files.readString(file));
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var metrics = new SyncMetrics(() -> true, true);
    metrics.follow(kind, () -> Stream.of(sync));
    registry.getPrometheusRegistry().register(metrics);
    var ready = sync.getStatus() != null && !sync.getStatus().knownConditions().isEmpty();
    var seen = sync.getStatus() != null && sync.getStatus().state() != null;
    return registry
        .scrape()
        .lines()
        .filter(line -> CONFIG.names().stream().anyMatch(name -> line.startsWith(name + "{")))
        .filter(line -> ready || !line.startsWith("backupsync_sync_ready"))
        .filter(line -> seen || !line.matches("backupsync_sync_(state|reason).*"))
        .map(line -> line.replace("reason=\"\",", ""))
        .toList();
  }

  private static CustomResource<? extends SyncSpec, SyncStatus> sync(String kind, String yaml) {
    var serialization = new KubernetesSerialization();
    return kind.equals("RepositorySync")
        ? serialization.unmarshal(yaml, RepositorySync.class)
        : serialization.unmarshal(yaml, BackupInstanceSync.class);
  }

  @ParameterizedTest
  @MethodSource("connections")
  void tellsOfAConnectionWhetherItWorksAndWhy(Path file) throws IOException {
    var connection = YAML.readTree(file.toFile());
    var ready = connection.path("status").path("conditions").path(0);
    var labels =
        "{kind=\"%s\",name=\"%s\",namespace=\"backup\""
            .formatted(
                connection.path("kind").asText(),
                connection.path("metadata").path("name").asText());

    var told = CONFIG.of(connection).toList();

    if (ready.isMissingNode()) {
      assertThat(told).isEmpty();
    } else {
      var up = ready.path("status").asText().equals("True") ? "1.0" : "0.0";
      assertThat(told)
          .containsExactlyInAnyOrder(
              "backupsync_connection_up" + labels + "} " + up,
              "backupsync_connection_reason"
                  + labels
                  + ",reason=\""
                  + ready.path("reason").asText()
                  + "\"} 1.0");
    }
  }

  @Test
  void covers() throws IOException {
    assertThat(syncs()).hasSizeGreaterThan(20);
    assertThat(connections()).hasSizeGreaterThan(5);
    assertThat(CONFIG.kinds())
        .containsExactly(
            "RepositorySync", "BackupInstanceSync", "VeeamConnection", "AzureConnection");
  }

  /** What its decoder does not know it drops without a word. */
  @Test
  void usesOnlyFieldsThatItsManualHas() {
    assertThat(CONFIG.fields())
        .isSubsetOf(
            Set.of(
                "kind",
                "spec",
                "resources",
                "groupVersionKind",
                "group",
                "version",
                "metricNamePrefix",
                "errorLogV",
                "commonLabels",
                "labelsFromPath",
                "metrics",
                "name",
                "help",
                "each",
                "type",
                "gauge",
                "stateSet",
                "info",
                "path",
                "nilIsZero",
                "labelName",
                "list"));
  }

  @Test
  void namesMetricsOfTheOperator() {
    assertThat(CONFIG.names()).isSubsetOf(Metrics.referenced());
  }
}
