package dev.backupsync.controller;

import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.RunRecord;
import dev.backupsync.api.v1alpha1.SyncSpec;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.connection.FatalErrors;
import dev.backupsync.controller.status.Events;
import dev.backupsync.controller.status.PendingStatusWrites;
import dev.backupsync.controller.status.StatusCopy;
import dev.backupsync.controller.status.StatusWriter;
import dev.backupsync.controller.status.SyncConditions;
import dev.backupsync.statemachine.Decision;
import dev.backupsync.statemachine.SyncEvent;
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
 * @param <S> the spec of the kind
 * @param <P> the kind
 */
final class DecisionSaver<S extends SyncSpec, P extends CustomResource<S, SyncStatus>> {
  private final SyncReader<S, P> syncs;
  private final StatusCopy<P, SyncStatus> copies;
  private final PendingStatusWrites<P> pendingWrites;
  private final CrdCheck<P, SyncStatus> crd;
  private final OtherOperators others;
  private final RunListener runs;
  private final RunEndListener endedRuns;
  private final Events events;
  private final InstantSource clock;

  DecisionSaver(
      SyncReader<S, P> syncs,
      StatusCopy<P, SyncStatus> copies,
      CrdCheck<P, SyncStatus> crd,
      SyncEnvironment environment) {
    this.syncs = syncs;
    this.copies = copies;
    this.pendingWrites = new PendingStatusWrites<>(copies);
    this.crd = crd;
    this.others = environment.others();
    this.runs = environment.runs();
    this.endedRuns = environment.endedRuns();
    this.events = environment.events();
    this.clock = environment.clocks().wall();
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
    LogContext.follow(next, before);
    if (starts ? writer.saveUnlessChanged(next) : saveOrKeep(writer, decision, next)) {
      crd.compare(next, writer.latest().getStatus());
      next.knownLastRun()
          .filter(run -> !run.equals(before.lastRun()))
          .ifPresent(run -> ended(writer.latest(), next, run));
      decision.events().forEach(event -> tell(writer.latest(), next, event));
    }
  }

  private void ended(P sync, SyncStatus status, RunRecord run) {
    FatalErrors.guard("Counting a run that ended", () -> runs.ended(run));
    endedRuns.saved(sync, status);
  }

  private void tell(P sync, SyncStatus status, SyncEvent event) {
    var target = status.knownRun().map(Run::target).or(() -> syncs.target(sync));
    events.tell(sync, target, event);
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
