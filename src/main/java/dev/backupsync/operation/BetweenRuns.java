package dev.backupsync.operation;

import static dev.backupsync.operation.Transition.act;
import static dev.backupsync.operation.Transition.rest;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.api.v1alpha1.Trigger;
import java.time.Duration;

/** Decides while no run is in flight: whether one begins, waits, or is not asked for. */
final class BetweenRuns {
  private BetweenRuns() {}

  static Transition next(Observed seen) {
    if (seen.wish().invalid().isPresent()) {
      return invalid(seen, seen.wish().invalid().get());
    }
    var trigger = Triggers.due(seen.wish(), seen.status(), seen.now());
    if (trigger.isEmpty()) {
      return idle(seen);
    }
    if (seen.wish().suspended()) {
      return suspended(seen);
    }
    if (seen.cancelRequested() && seen.status().currentState() == SyncState.QUEUED) {
      return Ending.cancelled(seen.with(begun(seen, trigger.get())))
          .telling(Agenda.passedOver(seen, "the one that is cancelled now was to serve"));
    }
    return switch (seen.gate()) {
      case Gate.Unseen _ -> rest(seen.status());
      case Gate.Closed closed -> waiting(seen, closed);
      case Gate.Open _ -> begin(seen, trigger.get());
    };
  }

  private static Transition invalid(Observed seen, SyncError error) {
    var same = error.sameAs(seen.status().lastError());
    return rest(
        seen.status()
            .withState(SyncState.FAILED)
            .withReason(Reason.INVALID_SPEC)
            .withMessage(error.message())
            .withError(error.message())
            .withLastError(same ? seen.status().lastError() : error.at(seen.now()))
            .withNextCheckTime(null));
  }

  private static Transition waiting(Observed seen, Gate.Closed closed) {
    var state =
        closed.reason() == Reason.CONNECTION_NOT_ALLOWED ? SyncState.FAILED : SyncState.QUEUED;
    var cancel = seen.status().lastHandledCancel();
    var waited = seen.status().currentState() == SyncState.QUEUED;
    return rest(
        seen.status()
            .withState(state)
            .withReason(closed.reason())
            .withMessage(closed.message())
            .withError(closed.trouble().orElse(null))
            .withProgressPercent(null)
            .withQueuedTime(seen.status().queuedSince().orElse(seen.now()))
            .withLastHandledCancel(
                waited ? cancel : seen.wish().cancelRequestedAt().orElse(cancel)));
  }

  private static Transition suspended(Observed seen) {
    var status = Settled.by(seen.status());
    return status.knownLastRun().isPresent()
        ? rest(status)
        : rest(
            status
                .withState(SyncState.PENDING)
                .withReason(Reason.SUSPENDED)
                .withMessage("Suspended: no run starts until spec.suspend is false")
                .withError(null));
  }

  /** Slots that are still due here are due too late; while suspended they wait for the end. */
  private static Transition idle(Observed seen) {
    if (seen.wish().suspended()) {
      return Checks.next(seen, Settled.by(seen.status()));
    }
    return Checks.next(seen, Settled.by(Agenda.served(seen))).telling(Agenda.givenUp(seen));
  }

  static Transition begin(Observed seen, Trigger trigger) {
    var status = begun(seen, trigger);
    return act(new Effect.Locate(status.knownRun().orElseThrow()), status)
        .telling(Agenda.passedOver(seen, "the one that begins now serves"));
  }

  /** The run is pinned here: its target, and the request and the slots that it serves. */
  private static SyncStatus begun(Observed seen, Trigger trigger) {
    var run = run(seen, trigger);
    var before = Agenda.served(seen);
    return before
        .withState(SyncState.STARTING)
        .withReason(Reason.STARTING)
        .withMessage("Looking for a run in flight on " + run.target().describe())
        .withRun(run)
        .withProgressPercent(null)
        .withVendorState(null)
        .withError(null)
        .withNextCheckTime(null)
        .withQueuedTime(null)
        .withLastHandledRequest(seen.wish().requestedAt().orElse(before.lastHandledRequest()))
        .withLastHandledCancel(seen.wish().cancelRequestedAt().orElse(before.lastHandledCancel()));
  }

  static Run run(Observed seen, Trigger trigger) {
    Target target = seen.wish().target().orElseThrow();
    var run = Run.begin(seen.newRunId(), target, trigger, seen.now());
    return seen.status().knownRun().map(run::after).orElse(run);
  }

  /**
   * How long to rest after a run ended with {@code status}: not at all where a trigger waits, or a
   * spec that became invalid meanwhile is to be told.
   */
  static Transition after(Observed seen, SyncStatus status) {
    var waits =
        Triggers.due(seen.wish(), status, seen.now()).isPresent()
            || Agenda.passed(seen.wish(), status, seen.now()).isPresent();
    if ((waits && !seen.wish().suspended()) || seen.wish().invalid().isPresent()) {
      return rest(status, Duration.ZERO);
    }
    return Checks.next(seen, status);
  }
}
