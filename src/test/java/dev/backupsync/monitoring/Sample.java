package dev.backupsync.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/** One line of an answer of Prometheus: labels and a value. */
record Sample(Map<String, String> labels, double value) {
  static Sample of(JsonNode json) {
    var labels = new TreeMap<String, String>();
    json.path("metric")
        .propertyStream()
        .forEach(l -> labels.put(l.getKey(), l.getValue().asText()));
    return new Sample(labels, Double.parseDouble(json.path("value").path(1).asText()));
  }

  String label(String name) {
    return labels.getOrDefault(name, "");
  }
}
