package dev.backupsync.gitops;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What Argo CD is told about a kind, in the layout of its own repository.
 *
 * @param kind one of our four
 */
record Customization(String kind) {
  static final Path FOLDER = Path.of("deploy", "argocd");
  static final String GROUP = "backupsync.dev";
  private static final List<String> SYNCS = List.of("RepositorySync", "BackupInstanceSync");
  static final List<String> ACTIONS = List.of("run", "cancel", "suspend", "resume");

  static Stream<Customization> all() {
    return Stream.concat(
        syncs(), Stream.of("VeeamConnection", "AzureConnection").map(Customization::new));
  }

  /** Those that can be acted on. */
  static Stream<Customization> syncs() {
    return SYNCS.stream().map(Customization::new);
  }

  boolean hasActions() {
    return SYNCS.contains(kind);
  }

  Path folder() {
    return FOLDER.resolve("resource_customizations").resolve(GROUP).resolve(kind);
  }

  Path actions() {
    return folder().resolve("actions");
  }

  String health() {
    return ObjectFile.text(folder().resolve("health.lua"));
  }

  String discovery() {
    return ObjectFile.text(actions().resolve("discovery.lua"));
  }

  String action(String name) {
    return ObjectFile.text(actions().resolve(name).resolve("action.lua"));
  }

  /** The entries of a test file: what goes in, and what is to come out. */
  static List<Map<String, Object>> tests(Path file, String field) {
    return ObjectFile.list(ObjectFile.read(file), field);
  }

  @Override
  public String toString() {
    return kind;
  }
}
