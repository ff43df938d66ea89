package dev.backupsync.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/** The dashboard that ships, as Grafana would read it. */
record Dashboard(JsonNode json) {
  static Dashboard read() {
    try {
      var file = Alert.SOURCE.resolveSibling("dashboard.json").toFile();
      return new Dashboard(new JsonMapper().readTree(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One panel with what it asks Prometheus. */
  record Panel(JsonNode json) {
    String title() {
      return json.path("title").asText();
    }

    List<String> queries() {
      return json.path("targets").valueStream().map(one -> one.path("expr").asText()).toList();
    }

    @Override
    public String toString() {
      return title();
    }
  }

  /** But for the titles of rows. */
  List<Panel> panels() {
    return all().filter(one -> !one.path("type").asText().equals("row")).map(Panel::new).toList();
  }

  Stream<JsonNode> all() {
    return json.path("panels").valueStream();
  }
}
