package dev.backupsync.controller;

import dev.backupsync.api.v1alpha1.AnyCase;
import dev.backupsync.api.v1alpha1.AzureConnection;
import dev.backupsync.api.v1alpha1.BackupInstanceRef;
import dev.backupsync.api.v1alpha1.BackupInstanceSync;
import dev.backupsync.api.v1alpha1.BackupInstanceSyncSpec;
import dev.backupsync.api.v1alpha1.ConnectionRef;
import dev.backupsync.api.v1alpha1.Patterns;
import dev.backupsync.api.v1alpha1.SpecErrors;
import dev.backupsync.api.v1alpha1.SyncType;
import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.controller.admission.ExclusiveTarget;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Reconciles a {@link BackupInstanceSync}. */
@ControllerConfiguration(
    name = "backupinstancesync",
    generationAwareEventProcessing = false,
    triggerReconcilerOnAllEvents = true)
public final class BackupInstanceSyncReconciler implements Reconciler<BackupInstanceSync> {
  private final SyncReconciliation<BackupInstanceSyncSpec, BackupInstanceSync> reconciliation;

  public BackupInstanceSyncReconciler(SyncEnvironment environment) {
    this.reconciliation =
        SyncReconciliation.of(
            environment,
            BackupInstanceSync.class,
            BackupInstanceSync::with,
            AzureConnection.class,
            target -> target.backupInstance() != null,
            BackupInstanceSyncReconciler::exclusive,
            BackupInstanceSyncReconciler::target);
  }

  @Override
  public UpdateControl<BackupInstanceSync> reconcile(
      BackupInstanceSync sync, Context<BackupInstanceSync> context) {
    return reconciliation.reconcile(sync, context);
  }

  @Override
  public List<EventSource<?, BackupInstanceSync>> prepareEventSources(
      EventSourceContext<BackupInstanceSync> context) {
    return reconciliation.eventSources(context);
  }

  static Target target(BackupInstanceSyncSpec spec, ConnectionRef connection, SpecErrors errors) {
    return Target.of(
        connection,
        new BackupInstanceRef(
            errors.text("spec.subscriptionId", spec.subscriptionId(), Patterns.UUID, "a UUID"),
            errors.text(
                "spec.resourceGroup",
                spec.resourceGroup(),
                Patterns.RESOURCE_GROUP,
                "a resource group's name"),
            errors.text("spec.vaultName", spec.vaultName(), Patterns.VAULT_NAME, "a vault's name"),
            errors.text(
                "spec.backupInstanceName",
                spec.backupInstanceName(),
                Patterns.SEGMENT,
                "a backup instance's name"),
            Objects.requireNonNullElse(spec.syncType(), SyncType.DEFAULT)));
  }

  /** The whole vault: Azure does not support several changes in one vault at the same time. */
  private static ExclusiveTarget exclusive(Target target) {
    return Optional.ofNullable(target.backupInstance())
        .map(i -> String.join("/", i.subscriptionId(), i.resourceGroup(), i.vaultName()))
        .map(vault -> new ExclusiveTarget("Vault " + AnyCase.fold(vault), false))
        .orElseThrow();
  }
}
