package dev.backupsync.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** One of the alerts that ship. */
record Alert(JsonNode rule) {
  /** The one source; the chart makes its PrometheusRule of it. */
  static final Path SOURCE = Path.of("helm/backup-sync-operator/files/monitoring/alerts.yaml");

  static List<Alert> all() {
    try {
      return new ObjectMapper(new YAMLFactory())
          .readTree(SOURCE.toFile())
          .path("groups")
          .valueStream()
          .flatMap(group -> group.path("rules").valueStream())
          .map(Alert::new)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return rule.path("alert").asText();
  }

  String query() {
    return rule.path("expr").asText();
  }

  String runbook() {
    return rule.path("annotations").path("runbook_url").asText();
  }

  @Override
  public String toString() {
    return name();
  }
}
