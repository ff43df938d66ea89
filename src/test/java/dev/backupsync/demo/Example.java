package dev.backupsync.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backupsync.api.v1alpha1.AzureConnection;
import dev.backupsync.api.v1alpha1.BackupInstanceSync;
import dev.backupsync.api.v1alpha1.RepositorySync;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.VeeamConnection;
import dev.backupsync.files.YamlDocuments;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * One object of a manifest file, as a tree, so that nothing which the file says is lost on the way.
 */
record Example(String file, ObjectNode manifest) {
  static final Path FOLDER = Path.of("examples");

  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final String ENDS_AS = "demo.backupsync.dev/ends-as";
  private static final String FIRST_ATTEMPT = "demo.backupsync.dev/first-attempt";

  /** All objects of all files in {@code folder}; those that others need come first. */
  static List<Example> load(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      var yaml = files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
      var all = Stream.<Example>builder();
      for (var file : yaml) {
        read(file).forEach(all);
      }
      return all.build().sorted((a, b) -> Boolean.compare(a.isSync(), b.isSync())).toList();
    }
  }

  static List<Example> read(Path file) {
    return YamlDocuments.in(file)
        .map(document -> YAML.unmarshal(document, ObjectNode.class))
        .map(manifest -> new Example(file.getFileName().toString(), manifest))
        .toList();
  }

  String kind() {
    return manifest.path("kind").asText();
  }

  String name() {
    return manifest.path("metadata").path("name").asText();
  }

  boolean isSync() {
    return kind().endsWith("Sync");
  }

  /** How this sync is meant to end, by its own annotation. */
  SyncState intended() {
    return SyncState.valueOf(annotation(ENDS_AS, "Succeeded").toUpperCase(Locale.ROOT));
  }

  /** Whether the vendor is meant to fail the first attempt. */
  boolean failsAtFirst() {
    return annotation(FIRST_ATTEMPT, "Succeeded").equals("Failed");
  }

  private String annotation(String key, String otherwise) {
    return manifest.path("metadata").path("annotations").path(key).asText(otherwise);
  }

  HasMetadata toResource() {
    return YAML.convertValue(manifest, type());
  }

  private Class<? extends HasMetadata> type() {
    return switch (kind()) {
      case "Secret" -> Secret.class;
      case "ConfigMap" -> ConfigMap.class;
      case "ServiceAccount" -> ServiceAccount.class;
      case "VeeamConnection" -> VeeamConnection.class;
      case "AzureConnection" -> AzureConnection.class;
      case "RepositorySync" -> RepositorySync.class;
      case "BackupInstanceSync" -> BackupInstanceSync.class;
      default -> throw new IllegalArgumentException(file + ": no example may be a " + kind());
    };
  }
}
