package dev.backupsync.statemachine;

import static dev.backupsync.statemachine.Decision.act;
import static dev.backupsync.statemachine.Decision.rest;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.api.v1alpha1.Trigger;
import java.time.Duration;

/** Used while no run is in flight: decides whether one begins, has to wait, or is not due. */
final class NextRun {
  private NextRun() {}

  static Decision next(DecisionInput input) {
    if (input.desired().invalid().isPresent()) {
      return invalid(input, input.desired().invalid().get());
    }
    var trigger = Triggers.due(input.desired(), input.status(), input.now());
    if (trigger.isEmpty()) {
      return idle(input);
    }
    if (input.desired().suspended()) {
      return suspended(input);
    }
    if (input.cancelRequested() && input.status().currentState() == SyncState.QUEUED) {
      return Finishing.cancelled(input.with(begun(input, trigger.get())))
          .withEarlierEvents(
              ScheduleCursor.passedOver(input, "the one that is cancelled now was to serve"));
    }
    return switch (input.gate()) {
      case Gate.Unknown _ -> rest(input.status());
      case Gate.Closed closed -> waiting(input, closed);
      case Gate.Open _ -> begin(input, trigger.get());
    };
  }

  private static Decision invalid(DecisionInput input, SyncError error) {
    var same = error.sameAs(input.status().lastError());
    return rest(
        input
            .status()
            .withState(SyncState.FAILED)
            .withReason(Reason.INVALID_SPEC)
            .withMessage(error.message())
            .withError(error.message())
            .withLastError(same ? input.status().lastError() : error.at(input.now()))
            .withNextCheckTime(null));
  }

  private static Decision waiting(DecisionInput input, Gate.Closed closed) {
    var state =
        closed.reason() == Reason.CONNECTION_NOT_ALLOWED ? SyncState.FAILED : SyncState.QUEUED;
    var cancel = input.status().lastHandledCancel();
    var waited = input.status().currentState() == SyncState.QUEUED;
    return rest(
        input
            .status()
            .withState(state)
            .withReason(closed.reason())
            .withMessage(closed.message())
            .withError(closed.trouble().orElse(null))
            .withProgressPercent(null)
            .withQueuedTime(input.status().queuedSince().orElse(input.now()))
            .withLastHandledCancel(
                waited ? cancel : input.desired().cancelRequestedAt().orElse(cancel)));
  }

  private static Decision suspended(DecisionInput input) {
    var status = LastRunState.restore(input.status());
    return status.knownLastRun().isPresent()
        ? rest(status)
        : rest(
            status
                .withState(SyncState.PENDING)
                .withReason(Reason.SUSPENDED)
                .withMessage("Suspended: no run starts until spec.suspend is false")
                .withError(null));
  }

  /** Slots that are still due here are too old; while suspended they wait until that ends. */
  private static Decision idle(DecisionInput input) {
    if (input.desired().suspended()) {
      return DriftCheck.next(input, LastRunState.restore(input.status()));
    }
    return DriftCheck.next(input, LastRunState.restore(ScheduleCursor.served(input)))
        .withEarlierEvents(ScheduleCursor.givenUp(input));
  }

  static Decision begin(DecisionInput input, Trigger trigger) {
    var status = begun(input, trigger);
    return act(new VendorCall.Locate(status.knownRun().orElseThrow()), status)
        .withEarlierEvents(ScheduleCursor.passedOver(input, "the one that begins now serves"));
  }

  /** The run is fixed here: its target, and the request and the slots that it serves. */
  private static SyncStatus begun(DecisionInput input, Trigger trigger) {
    var run = run(input, trigger);
    var before = ScheduleCursor.served(input);
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
        .withLastHandledRequest(input.desired().requestedAt().orElse(before.lastHandledRequest()))
        .withLastHandledCancel(
            input.desired().cancelRequestedAt().orElse(before.lastHandledCancel()));
  }

  static Run run(DecisionInput input, Trigger trigger) {
    Target target = input.desired().target().orElseThrow();
    var run = Run.begin(input.newRunId(), target, trigger, input.now());
    return input.status().knownRun().map(run::after).orElse(run);
  }

  /**
   * How long to rest after a run ended with {@code status}: no time at all if a trigger waits, or
   * if an error in the spec has to be reported.
   */
  static Decision after(DecisionInput input, SyncStatus status) {
    var waits =
        Triggers.due(input.desired(), status, input.now()).isPresent()
            || ScheduleCursor.passed(input.desired(), status, input.now()).isPresent();
    if ((waits && !input.desired().suspended()) || input.desired().invalid().isPresent()) {
      return rest(status, Duration.ZERO);
    }
    return DriftCheck.next(input, status);
  }
}
