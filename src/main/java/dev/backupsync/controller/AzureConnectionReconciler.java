package dev.backupsync.controller;

import dev.backupsync.api.v1alpha1.AzureConnection;
import dev.backupsync.api.v1alpha1.ConnectionOptions;
import dev.backupsync.connection.ConnectionKey;
import dev.backupsync.connection.ConnectionReader;
import dev.backupsync.connection.Connections;
import dev.backupsync.connection.WatchedSecretSource;
import dev.backupsync.controller.status.Events;
import dev.backupsync.time.Clocks;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;
import java.util.Optional;

/** Keeps an {@link AzureConnection} probed. */
@ControllerConfiguration(name = "azureconnection", generationAwareEventProcessing = false)
public final class AzureConnectionReconciler implements Reconciler<AzureConnection> {
  private final ConnectionReconciliation<AzureConnection> reconciliation;

  public AzureConnectionReconciler(
      ConnectionReader<AzureConnection> reader,
      Connections connections,
      WatchedSecretSource secrets,
      CrdChecks crds,
      Events events,
      ReconcileBoundary boundary,
      WakeTimer timer,
      Clocks clocks) {
    this.reconciliation =
        new ConnectionReconciliation<>(
            reader,
            connections,
            secrets,
            AzureConnection::with,
            crds.ofConnections(AzureConnection.class),
            events,
            boundary,
            timer,
            clocks);
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

  /** What the watch knows of a connection; empty if it does not know it. */
  public Optional<ConnectionOptions> watched(ConnectionKey key) {
    return reconciliation.watched(key);
  }
}
