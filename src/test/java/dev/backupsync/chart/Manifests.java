package dev.backupsync.chart;

import dev.backupsync.files.YamlDocuments;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The chart as plain manifests and kustomizations, for people who use no Helm. */
final class Manifests {
  static final String NAME = "backup-sync-operator";
  static final String NAMESPACE = "backup-sync";

  private static final String HEADER =
      "# Generated from the chart: mvn test -Dtest=DeployTest -Dupdate\n";
  private static final Pattern HELMS =
      Pattern.compile(
          "(?m)^(# Source: .*|\\s+helm\\.sh/chart: .*|\\s+app.kubernetes.io/managed-by: .*)\n");
  private static final Pattern WATCHED =
      Pattern.compile("(name: WATCH_NAMESPACES\\s+value: )\"" + NAMESPACE + "\"");
  private static final Predicate<String> CRD =
      document -> document.contains("kind: CustomResourceDefinition");

  private Manifests() {}

  /** By their paths within {@code deploy/}. */
  static Map<String, String> all() {
    var one = documents("crds: {keep: false}");
    var namespaced =
        documents("{crds: {install: false}, watchNamespaces: [" + NAMESPACE + "]}").stream()
            // Wherever an overlay puts it.
            .map(document -> WATCHED.matcher(document).replaceAll("$1\"\\$(POD_NAMESPACE)\""))
            .toList();
    var files = new TreeMap<String, String>();
    files.put("install.yaml", joined(Stream.concat(Stream.of(namespace()), one.stream())));
    kustomization(files, "base", one);
    kustomization(files, "ha", documents("{replicas: 3, crds: {keep: false}}"));
    kustomization(files, "namespaced", namespaced);
    return files;
  }

  private static void kustomization(
      Map<String, String> files, String name, List<String> documents) {
    var folder = "kustomize/" + name + "/";
    var crds = documents.stream().filter(CRD).toList();
    if (!crds.isEmpty()) {
      files.put(folder + "crds.yaml", joined(crds.stream()));
    }
    files.put(folder + "operator.yaml", joined(documents.stream().filter(CRD.negate())));
    files.put(
        folder + "kustomization.yaml",
        HEADER
            + """
            apiVersion: kustomize.config.k8s.io/v1beta1
            kind: Kustomization
            resources:
            """
            + (crds.isEmpty() ? "" : "  - crds.yaml\n")
            + "  - operator.yaml\n");
  }

  private static List<String> documents(String values) {
    return YamlDocuments.of(Rendered.text(NAMESPACE, NAME, values))
        .map(document -> HELMS.matcher(document).replaceAll("").strip())
        .filter(document -> !document.replaceAll("(?m)^#.*$", "").isBlank())
        .toList();
  }

  private static String namespace() {
    return "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: " + NAMESPACE;
  }

  private static String joined(Stream<String> documents) {
    return documents.collect(Collectors.joining("\n---\n", HEADER, "\n"));
  }
}
