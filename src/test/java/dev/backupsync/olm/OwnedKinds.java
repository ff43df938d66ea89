package dev.backupsync.olm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The CRDs as OLM shows them to people: each field of spec and status by its own description. */
final class OwnedKinds {
  private static final Map<String, String> LOOKS =
      Map.of(
          "spec.suspend", "urn:alm:descriptor:com.tectonic.ui:booleanSwitch",
          "status.state", "urn:alm:descriptor:io.kubernetes.phase",
          "status.conditions", "urn:alm:descriptor:io.kubernetes.conditions",
          "status.error", "urn:alm:descriptor:text");

  private final JsonNode chart;

  /** The chart has names and descriptions of the kinds for people. */
  OwnedKinds(JsonNode chart) {
    this.chart = chart;
  }

  void describe(ArrayNode owned) throws IOException {
    var yaml = new YAMLMapper();
    for (var kind : yaml.readTree(chart.path("annotations").path("artifacthub.io/crds").asText())) {
      var description = owned.addObject();
      for (var field : new String[] {"name", "version", "kind", "displayName", "description"}) {
        description.set(field, kind.path(field));
      }
      var crd = yaml.readTree(Path.of("crds", crdFile(kind)).toFile());
      var schema = crd.findValue("openAPIV3Schema").path("properties");
      fields(description.putArray("specDescriptors"), "spec", schema);
      fields(description.putArray("statusDescriptors"), "status", schema);
    }
  }

  /** crds/repositorysyncs.backupsync.dev.yaml: named like the CRD. */
  private static String crdFile(JsonNode kind) {
    return kind.path("name").asText() + ".yaml";
  }

  private static void fields(ArrayNode descriptors, String part, JsonNode schema) {
    schema
        .path(part)
        .path("properties")
        .properties()
        .forEach(field -> describe(descriptors.addObject(), part, field));
  }

  private static void describe(ObjectNode descriptor, String part, Map.Entry<String, JsonNode> f) {
    descriptor.put("path", f.getKey()).put("displayName", words(f.getKey()));
    descriptor.set("description", f.getValue().path("description"));
    var look = LOOKS.get(part + "." + f.getKey());
    if (look != null) {
      descriptor.putArray("x-descriptors").add(look);
    }
  }

  /** {@code maxConcurrentSyncs}: Max concurrent syncs. */
  private static String words(String name) {
    var words = name.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(java.util.Locale.ROOT);
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
