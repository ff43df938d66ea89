package dev.backupsync.controller;

import dev.backupsync.api.v1alpha1.AzureConnection;
import dev.backupsync.connection.ConnectionKey;
import dev.backupsync.connection.Connections;
import dev.backupsync.connection.Connector;
import dev.backupsync.connection.WatchedMaterials;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.InstantSource;
import java.util.List;

/** Keeps a {@link AzureConnection} probed. */
@ControllerConfiguration(name = "azureconnection", generationAwareEventProcessing = false)
public final class AzureConnectionReconciler implements Reconciler<AzureConnection> {
  private final ConnectionReconciliation<AzureConnection> reconciliation;

  public AzureConnectionReconciler(
      Connector<AzureConnection> connector,
      Connections connections,
      WatchedMaterials materials,
      CrdChecks crds,
      Border border,
      InstantSource clock) {
    this.reconciliation =
        new ConnectionReconciliation<>(
            connector,
            connections,
            materials,
            crds.ofConnections(AzureConnection.class),
            border,
            clock);
  }

  @Override
  public UpdateControl<AzureConnection> reconcile(
      AzureConnection connection, Context<AzureConnection> context) {
    return reconciliation.reconcile(connection, context);
  }

  @Override
  public List<EventSource<?, AzureConnection>> prepareEventSources(
      EventSourceContext<AzureConnection> context) {
    return reconciliation.eventSources(context);
  }

  /** Whether there is such a connection, as far as the watch knows. */
  public boolean lists(ConnectionKey key) {
    return reconciliation.lists(key);
  }
}
