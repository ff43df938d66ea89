package dev.backupsync.controller;

import dev.backupsync.api.v1alpha1.AzureConnection;
import dev.backupsync.connection.Connections;
import dev.backupsync.connection.Connector;
import dev.backupsync.connection.WatchedMaterials;
import dev.backupsync.operation.Clocks;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;

/** Keeps a {@link AzureConnection} probed. */
@ControllerConfiguration(name = "azureconnection", generationAwareEventProcessing = false)
public final class AzureConnectionReconciler implements Reconciler<AzureConnection> {
  private final ConnectionReconciliation<AzureConnection> reconciliation;

  public AzureConnectionReconciler(
      Connector<AzureConnection> connector,
      Connections connections,
      WatchedMaterials materials,
      Border border,
      WakeTimer timer,
      Clocks clocks) {
    this.reconciliation =
        new ConnectionReconciliation<>(connector, connections, materials, border, timer, clocks);
  }

  @Override
  public UpdateControl<AzureConnection> reconcile(
      AzureConnection connection, Context<AzureConnection> context) {
    return reconciliation.reconcile(connection, context);
  }

  @Override
  public List<EventSource<?, AzureConnection>> prepareEventSources(
      EventSourceContext<AzureConnection> context) {
    return reconciliation.eventSources();
  }
}
