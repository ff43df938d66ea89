package dev.backupsync.controller;

import dev.backupsync.api.v1alpha1.AnyCase;
import dev.backupsync.api.v1alpha1.ConnectionRef;
import dev.backupsync.api.v1alpha1.Patterns;
import dev.backupsync.api.v1alpha1.RepositoryRef;
import dev.backupsync.api.v1alpha1.RepositorySync;
import dev.backupsync.api.v1alpha1.RepositorySyncSpec;
import dev.backupsync.api.v1alpha1.SpecErrors;
import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.api.v1alpha1.VeeamConnection;
import dev.backupsync.controller.admission.ExclusiveTarget;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;
import java.util.Objects;

/** Reconciles a {@link RepositorySync}. */
@ControllerConfiguration(
    name = "repositorysync",
    generationAwareEventProcessing = false,
    triggerReconcilerOnAllEvents = true)
public final class RepositorySyncReconciler implements Reconciler<RepositorySync> {
  private final SyncReconciliation<RepositorySyncSpec, RepositorySync> reconciliation;

  public RepositorySyncReconciler(SyncEnvironment environment) {
    this.reconciliation =
        SyncReconciliation.of(
            environment,
            RepositorySync.class,
            RepositorySync::with,
            VeeamConnection.class,
            target -> target.repository() != null,
            RepositorySyncReconciler::exclusive,
            RepositorySyncReconciler::target);
  }

  @Override
  public UpdateControl<RepositorySync> reconcile(
      RepositorySync sync, Context<RepositorySync> context) {
    return reconciliation.reconcile(sync, context);
  }

  @Override
  public List<EventSource<?, RepositorySync>> prepareEventSources(
      EventSourceContext<RepositorySync> context) {
    return reconciliation.eventSources(context);
  }

  static Target target(RepositorySyncSpec spec, ConnectionRef connection, SpecErrors errors) {
    var repository = spec.repository();
    var id = repository == null ? null : repository.id();
    var name = repository == null ? null : repository.name();
    errors.require(
        (id == null) != (name == null),
        "spec.repository",
        "exactly one of id and name must be set");
    if (id != null) {
      errors.text("spec.repository.id", id, Patterns.UUID, "a UUID");
    }
    errors.require(name == null || !name.isBlank(), "spec.repository.name", "is blank");
    return Target.of(connection, new RepositoryRef(id, name));
  }

  /** The repository's id or name, compared without regard to case. */
  private static ExclusiveTarget exclusive(Target target) {
    var repository = Objects.requireNonNull(target.repository(), "a target of another vendor");
    var what = "Repository " + AnyCase.fold(repository.toString());
    return new ExclusiveTarget(what, repository.id() == null);
  }
}
