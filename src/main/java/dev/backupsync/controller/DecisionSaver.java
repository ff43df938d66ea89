package dev.backupsync.controller;

import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.controller.status.Events;
import dev.backupsync.controller.status.PendingStatusWrites;
import dev.backupsync.controller.status.StatusCopy;
import dev.backupsync.controller.status.StatusWriter;
import dev.backupsync.controller.status.SyncConditions;
import dev.backupsync.statemachine.Decision;
import dev.backupsync.statemachine.VendorCall;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.InstantSource;
import java.util.Objects;

/**
 * Saves the decisions about syncs of one kind as their status, and reports what was saved: to users
 * as events, to metrics, and to the checks of the CRD.
 *
 * @param <P> the kind
 */
final class DecisionSaver<P extends CustomResource<?, SyncStatus>> {
  private final StatusCopy<P, SyncStatus> copies;
  private final PendingStatusWrites<P> pendingWrites;
  private final CrdCheck<P, SyncStatus> crd;
  private final OtherOperators others;
  private final RunListener runs;
  private final Events events;
  private final InstantSource clock;

  DecisionSaver(
      StatusCopy<P, SyncStatus> copies,
      CrdCheck<P, SyncStatus> crd,
      OtherOperators others,
      RunListener runs,
      Events events,
      InstantSource clock) {
    this.copies = copies;
    this.pendingWrites = new PendingStatusWrites<>(copies);
    this.crd = crd;
    this.others = others;
    this.runs = runs;
    this.events = events;
    this.clock = clock;
  }

  /** Saves what the API server did not accept earlier; returns the sync as it is stored now. */
  P retryPending(P sync, Context<P> context) {
    return pendingWrites.retry(sync, context, this::save);
  }

  /** Writes the status of one sync, on top of what was read. */
  StatusWriter<P, SyncStatus> writer(P sync, Context<P> context) {
    return new StatusWriter<>(sync, copies, context);
  }

  /** The sync is gone. */
  void forget(ResourceID sync) {
    pendingWrites.forget(sync);
  }

  /**
   * Saves a decision, and then reports it.
   *
   * @throws KubernetesClientException if it was not saved; then the vendor must not be called
   */
  void save(StatusWriter<P, SyncStatus> writer, Decision decision) {
    var before = Objects.requireNonNullElse(writer.latest().getStatus(), SyncStatus.NEW);
    var withConditions =
        SyncConditions.on(decision.status(), before.knownConditions(), clock.instant());
    var next = others.signed(withConditions, before);
    var starts = decision.call() instanceof VendorCall.Start;
    LogContext.follow(next);
    if (starts ? writer.saveUnlessChanged(next) : saveOrKeep(writer, decision, next)) {
      crd.compare(next, writer.latest().getStatus());
      next.knownLastRun().filter(run -> !run.equals(before.lastRun())).ifPresent(runs::ended);
      decision.events().forEach(event -> events.tell(writer.latest(), event));
    }
  }

  private boolean saveOrKeep(
      StatusWriter<P, SyncStatus> writer, Decision decision, SyncStatus next) {
    try {
      return saved(writer, next);
    } catch (KubernetesClientException e) {
      if (decision.call() instanceof VendorCall.None) {
        pendingWrites.keep(writer.latest(), decision);
      }
      throw e;
    }
  }

  /** CRDs of 0.1 have a fixed list of the reasons in status; conditions accept any reason. */
  private boolean saved(StatusWriter<P, SyncStatus> writer, SyncStatus next) {
    try {
      return writer.save(next);
    } catch (KubernetesClientException e) {
      if (!crd.refuses(e)) {
        throw e;
      }
      return writer.save(next.withReason(null));
    }
  }
}
