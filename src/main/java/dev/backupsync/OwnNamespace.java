package dev.backupsync;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The namespace that the operator's pod runs in. */
final class OwnNamespace {
  private OwnNamespace() {}

  /** The namespace of the pod's ServiceAccount; empty outside of a cluster. */
  static Optional<String> inCluster() {
    try {
      var text = Files.readString(Path.of(Config.KUBERNETES_NAMESPACE_PATH)).strip();
      return Optional.of(text).filter(name -> !name.isEmpty());
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
