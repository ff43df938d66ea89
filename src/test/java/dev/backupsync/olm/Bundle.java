package dev.backupsync.olm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The bundle by which the Operator Lifecycle Manager installs the operator: made of the chart, the
 * CRDs and the examples, with nothing of its own to be kept up.
 */
final class Bundle {
  static final String NAME = "backup-sync-operator";

  private static final String HEADER = "# Generated: mvn test -Dtest=BundleTest -Dupdate\n";
  private static final String PREFIX = "operators.operatorframework.io.bundle.";
  private static final Map<String, String> LABELS =
      new TreeMap<>(
          Map.of(
              "mediatype.v1", "registry+v1",
              "manifests.v1", "manifests/",
              "metadata.v1", "metadata/",
              "package.v1", NAME,
              "channels.v1", "alpha",
              "channel.default.v1", "alpha"));
  private static final String COPIES = "COPY manifests /manifests/\nCOPY metadata /metadata/\n";
  private static final Path CRDS = Path.of("crds");
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
          .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .build();

  private Bundle() {}

  /** By their paths within {@code bundle/}. */
  static Map<String, String> files() throws IOException {
    var files = new TreeMap<String, String>();
    files.put("metadata/annotations.yaml", HEADER + "annotations:\n" + labels("  %s: %s\n"));
    files.put("Dockerfile", HEADER + "FROM scratch\n" + labels("LABEL %s=%s\n") + COPIES);
    files.put(
        "manifests/" + NAME + ".clusterserviceversion.yaml", yaml(new ServiceVersion().json()));
    try (var crds = Files.list(CRDS)) {
      for (var crd : crds.toList()) {
        files.put("manifests/" + crd.getFileName(), Files.readString(crd));
      }
    }
    return files;
  }

  private static String labels(String form) {
    return LABELS.entrySet().stream()
        .map(label -> form.formatted(PREFIX + label.getKey(), label.getValue()))
        .collect(Collectors.joining());
  }

  private static String yaml(JsonNode json) throws IOException {
    return HEADER + YAML.writeValueAsString(json);
  }
}
