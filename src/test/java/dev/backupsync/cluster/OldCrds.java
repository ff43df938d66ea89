package dev.backupsync.cluster;

import dev.backupsync.api.v1alpha1.SyncStatus;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes the CRDs of an API server older than they are, and new again: Helm upgrades the operator
 * and leaves them as they were.
 */
public final class OldCrds {
  private static final Path VERSION_01 = Path.of("src", "test", "resources", "releases", "0.1.0");

  private final KubernetesClient client;

  public OldCrds(KubernetesClient client) {
    this.client = client;
  }

  /** Both kinds of sync forget a field, from the status's own fields downwards. */
  public void forget(String... path) {
    editSyncs(status -> forget(status, List.of(path)));
  }

  private static void forget(JSONSchemaProps schema, List<String> path) {
    if (path.size() == 1) {
      schema.getProperties().remove(path.getFirst());
      return;
    }
    forget(schema.getProperties().get(path.getFirst()), path.subList(1, path.size()));
  }

  /** As version 0.1 shipped them. */
  public void asOfVersion01() {
    Schemas.crdsOf(VERSION_01).forEach(this::replace);
  }

  private void editSyncs(Consumer<JSONSchemaProps> change) {
    Schemas.crds()
        .filter(crd -> crd.getSpec().getNames().getKind().endsWith("Sync"))
        .forEach(
            crd -> {
              change.accept(status(crd));
              replace(crd);
            });
  }

  private static JSONSchemaProps status(CustomResourceDefinition crd) {
    return crd.getSpec()
        .getVersions()
        .getFirst()
        .getSchema()
        .getOpenAPIV3Schema()
        .getProperties()
        .get("status");
  }

  /** As {@code kubectl apply -f crds/} does. */
  public void upgrade() {
    Schemas.crds().forEach(this::replace);
  }

  private void replace(CustomResourceDefinition crd) {
    client
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName(crd.getMetadata().getName())
        .edit(
            known -> {
              known.setSpec(crd.getSpec());
              return known;
            });
  }

  /** Waits until the server does as its CRD says, which takes it a moment. */
  public void awaitLoss(Stage stage, Vendor vendor, SyncStatus status) {
    Stage.awaitUntil(() -> !holds(stage, vendor.kind(), status));
  }

  private <P extends CustomResource<?, SyncStatus>> boolean holds(
      Stage stage, Class<P> kind, SyncStatus status) {
    var sync = stage.get(kind, "sync");
    sync.setStatus(status);
    try {
      return status.equals(
          client.resource(sync).dryRun().subresource("status").update().getStatus());
    } catch (KubernetesClientException e) {
      return e.getCode() != 422;
    }
  }
}
