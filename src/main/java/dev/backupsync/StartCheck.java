package dev.backupsync;

import dev.backupsync.api.v1alpha1.AzureConnection;
import dev.backupsync.api.v1alpha1.BackupInstanceSync;
import dev.backupsync.api.v1alpha1.RepositorySync;
import dev.backupsync.api.v1alpha1.VeeamConnection;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;

/** Finds what would keep the operator from working, before it starts, and says it in one line. */
final class StartCheck {
  private static final List<Class<? extends HasMetadata>> KINDS =
      List.of(
          VeeamConnection.class,
          AzureConnection.class,
          RepositorySync.class,
          BackupInstanceSync.class);

  private StartCheck() {}

  /** What is wrong; empty where nothing is. */
  static Optional<String> problem(KubernetesClient client, OperatorOptions options) {
    return KINDS.stream()
        .map(kind -> problem(client, options, kind))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> problem(
      KubernetesClient client, OperatorOptions options, Class<? extends HasMetadata> kind) {
    var all = HasMetadata.getFullResourceName(kind);
    var one =
        new ListOptionsBuilder()
            .withLimit(1L)
            .withLabelSelector(options.watchSelector().orElse(null))
            .build();
    try {
      if (options.watchNamespaces().isEmpty()) {
        client.resources(kind).inAnyNamespace().list(one);
      } else {
        options.watchNamespaces().forEach(ns -> client.resources(kind).inNamespace(ns).list(one));
      }
      return Optional.empty();
    } catch (KubernetesClientException e) {
      return Optional.of(explain(client, all, e.getCode()));
    }
  }

  private static String explain(KubernetesClient client, String resource, int code) {
    return switch (code) {
      case 400 -> "The API server does not understand the label selector of --watch-selector";
      case 404 -> "The CRD " + resource + " is not installed: run kubectl apply -f crds/";
      case 401 -> "The API server " + client.getMasterUrl() + " refuses our credentials";
      case 403 -> "The operator may not list " + resource + ": check its role and its binding";
      case -1, 0 -> "The API server " + client.getMasterUrl() + " cannot be reached";
      default -> "The API server answers HTTP " + code + " when asked for " + resource;
    };
  }
}
