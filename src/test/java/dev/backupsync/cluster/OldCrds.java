package dev.backupsync.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.SyncStatus;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Makes the CRDs of an API server older than they are, and new again: Helm upgrades the operator
 * and leaves them as they were.
 */
public final class OldCrds {
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

  /** What differs, in the status of syncs, from the CRDs that version 0.1 shipped. */
  public void asOfVersion01() {
    editSyncs(
        status -> {
          Stream.of(
                  "acceptedTime",
                  "lastSeenTime",
                  "neededBeforeStart",
                  "uncountedSeconds",
                  "unseenSince")
              .forEach(field -> forget(status, List.of("run", field)));
          onlyReasonsOfVersion01(status);
          onlyReasonsOfVersion01(status.getProperties().get("lastRun"));
          onlyReasonsOfVersion01(status.getProperties().get("history").getItems().getSchema());
        });
  }

  private static void onlyReasonsOfVersion01(JSONSchemaProps schema) {
    schema
        .getProperties()
        .get("reason")
        .setEnum(
            Arrays.stream(Reason.values())
                .filter(reason -> reason != Reason.START_REFUSED)
                .map(reason -> JsonNodeFactory.instance.textNode(reason.word()))
                .map(JsonNode.class::cast)
                .toList());
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
