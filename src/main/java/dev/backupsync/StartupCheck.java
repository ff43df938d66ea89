package dev.backupsync;

import static java.net.HttpURLConnection.HTTP_FORBIDDEN;
import static java.net.HttpURLConnection.HTTP_OK;

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

/**
 * Finds problems that would keep the operator from working, before it starts, and describes them in
 * one line.
 */
final class StartupCheck {
  private static final List<Class<? extends HasMetadata>> KINDS =
      List.of(
          VeeamConnection.class,
          AzureConnection.class,
          RepositorySync.class,
          BackupInstanceSync.class);

  private StartupCheck() {}

  /** What is wrong; empty if nothing is. */
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
    var codes =
        options.watchNamespaces().isEmpty()
            ? List.of(code(() -> client.resources(kind).inAnyNamespace().list(one)))
            : options.watchNamespaces().stream()
                .map(ns -> code(() -> client.resources(kind).inNamespace(ns).list(one)))
                .toList();
    return blocking(codes).map(code -> explain(client, all, code));
  }

  /** A single missing or forbidden namespace does not keep the operator from serving the others. */
  private static Optional<Integer> blocking(List<Integer> codes) {
    var forbidden = codes.stream().filter(code -> code == HTTP_FORBIDDEN).toList();
    var others = codes.stream().filter(code -> code != HTTP_FORBIDDEN && code != HTTP_OK);
    return others
        .findFirst()
        .or(
            () ->
                forbidden.size() == codes.size()
                    ? forbidden.stream().findFirst()
                    : Optional.empty());
  }

  private static int code(Runnable request) {
    try {
      request.run();
      return HTTP_OK;
    } catch (KubernetesClientException e) {
      return e.getCode();
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
