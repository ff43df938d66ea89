package dev.backupsync.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What kube-state-metrics makes of an object by a {@code CustomResourceStateMetrics}, as far as its
 * manual says: paths with fields and {@code [key=value]}, gauges, state sets and infos.
 */
record StateMetrics(JsonNode config) {
  /** Their keys are labels, not fields of the configuration. */
  private static final Set<String> FREE = Set.of("commonLabels", "labelsFromPath");

  static StateMetrics read(Path file) {
    try {
      return new StateMetrics(new ObjectMapper(new YAMLFactory()).readTree(file.toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Stream<JsonNode> resources() {
    return config.path("spec").path("resources").valueStream();
  }

  List<String> kinds() {
    return resources().map(one -> one.path("groupVersionKind").path("kind").asText()).toList();
  }

  Set<String> names() {
    return resources()
        .flatMap(one -> one.path("metrics").valueStream().map(metric -> name(one, metric)))
        .collect(Collectors.toSet());
  }

  private static String name(JsonNode resource, JsonNode metric) {
    return resource.path("metricNamePrefix").asText() + "_" + metric.path("name").asText();
  }

  Set<String> fields() {
    var found = new TreeSet<String>();
    collect(config, found);
    return found;
  }

  private static void collect(JsonNode node, Set<String> found) {
    node.propertyStream()
        .forEach(
            field -> {
              found.add(field.getKey());
              if (!FREE.contains(field.getKey())) {
                collect(field.getValue(), found);
              }
            });
    node.valueStream().filter(one -> node.isArray()).forEach(one -> collect(one, found));
  }

  /** The lines that it tells Prometheus of an object; zeros of a set are marked as such. */
  Stream<String> of(JsonNode object) {
    return resources()
        .filter(one -> one.path("groupVersionKind").path("kind").equals(object.path("kind")))
        .flatMap(
            resource ->
                resource
                    .path("metrics")
                    .valueStream()
                    .flatMap(metric -> lines(resource, metric, object)));
  }

  private static Stream<String> lines(JsonNode resource, JsonNode metric, JsonNode object) {
    var name = name(resource, metric);
    var labels = new TreeMap<String, String>();
    resource
        .path("commonLabels")
        .propertyStream()
        .forEach(l -> labels.put(l.getKey(), l.getValue().asText()));
    labels.putAll(fromPaths(resource.path("labelsFromPath"), object));
    var each = metric.path("each");
    return switch (each.path("type").asText()) {
      case "Gauge" ->
          number(
              found(each.path("gauge").path("path"), object),
              each.path("gauge").path("nilIsZero").asBoolean())
              .map(value -> line(name, labels, value))
              .stream();
      case "StateSet" -> states(name, labels, each.path("stateSet"), object);
      case "Info" -> {
        var more = fromPaths(each.path("info").path("labelsFromPath"), object);
        labels.putAll(more);
        yield more.isEmpty() ? Stream.empty() : Stream.of(line(name, labels, 1));
      }
      default -> throw new IllegalArgumentException("unknown metric type " + each);
    };
  }

  private static Stream<String> states(
      String name, Map<String, String> labels, JsonNode set, JsonNode object) {
    var state = found(set.path("path"), object);
    if (!state.isTextual()) {
      return Stream.empty();
    }
    return set.path("list")
        .valueStream()
        .map(
            one -> {
              labels.put(set.path("labelName").asText(), one.asText());
              return one.equals(state)
                  ? line(name, labels, 1)
                  : line(name, labels, 0) + " of a set";
            });
  }

  private static Map<String, String> fromPaths(JsonNode paths, JsonNode object) {
    var labels = new TreeMap<String, String>();
    paths
        .propertyStream()
        .forEach(
            path -> {
              var value = found(path.getValue(), object);
              if (!value.isMissingNode()) {
                labels.put(path.getKey(), value.asText());
              }
            });
    return labels;
  }

  private static JsonNode found(JsonNode path, JsonNode object) {
    var at = object;
    for (var part : path) {
      at = step(part.asText(), at);
    }
    return at;
  }

  private static JsonNode step(String part, JsonNode at) {
    if (!part.startsWith("[")) {
      return at.path(part);
    }
    var wanted = part.substring(1, part.length() - 1).split("=", 2);
    return at.valueStream()
        .filter(one -> one.path(wanted[0]).asText().equals(wanted[1]))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  private static Optional<Double> number(JsonNode value, boolean nilIsZero) {
    return switch (value.asText()) {
      case "" -> nilIsZero ? Optional.of(0.0) : Optional.empty();
      case "true", "True" -> Optional.of(1.0);
      case "false", "False", "Unknown" -> Optional.of(0.0);
      case String text when value.isTextual() ->
          Optional.of((double) Instant.parse(text).getEpochSecond());
      case String text -> Optional.of(Double.parseDouble(text));
    };
  }

  private static String line(String name, Map<String, String> labels, double value) {
    return labels.entrySet().stream()
        .map(label -> label.getKey() + "=\"" + label.getValue() + "\"")
        .collect(Collectors.joining(",", name + "{", "} " + value));
  }
}
