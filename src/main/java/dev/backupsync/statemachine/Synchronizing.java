package dev.backupsync.statemachine;

import static dev.backupsync.statemachine.Decision.act;
import static dev.backupsync.statemachine.Decision.rest;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.vendor.Outcome;
import dev.backupsync.vendor.Progress;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides the next step of a run while the vendor works on it: a poll, a cancel, or the end. */
final class Synchronizing {
  private Synchronizing() {}

  static Decision next(DecisionInput input) {
    var run = input.run();
    var early = input.waitsUntil();
    var cancel = input.cancelRequested() && cancels(run, early.isEmpty());
    if (early.isPresent() && !cancel && !input.pastEnd()) {
      return rest(input.status(), input.waitUntil(early.get()));
    }
    return switch (input.gate()) {
      case Gate.Unknown _ -> rest(input.status());
      case Gate.Closed closed -> VendorRetry.untilReady(input, closed);
      case Gate.Open _ ->
          act(cancel ? new VendorCall.Cancel(run) : new VendorCall.Poll(run), input.status());
    };
  }

  /** A cancel that failed is followed by a poll, so that the end of the run is never missed. */
  private static boolean cancels(Run run, boolean due) {
    return run.misses() == 0 || (due && run.misses() % 2 == 0);
  }

  static Decision polled(DecisionInput asking, Outcome outcome) {
    var input = asking.answeredBy(outcome);
    return switch (outcome) {
      case Outcome.Running _ when input.overdue() -> Finishing.timedOut(input);
      case Outcome.Running(var progress) -> progressed(input, progress);
      case Outcome.Succeeded succeeded -> Finishing.succeeded(input, succeeded);
      case Outcome.Unconfirmed(var reason, var error) -> unconfirmed(input, reason, error);
      case Outcome.Failed(var reason, var error) -> Finishing.attemptFailed(input, reason, error);
      case Outcome.Rejected(var reason, var error) -> Finishing.failed(input, reason, error);
      case Outcome.Cancelled _ -> Finishing.cancelled(input);
      case Outcome.Deferred(var reason, var error, var after) ->
          VendorRetry.afterMissedPoll(input, reason, error, after);
      case Outcome.Unknown(var reason, var error, var after) ->
          VendorRetry.afterMissedPoll(input, reason, error, after);
      case Outcome.Absent _, Outcome.CancelUnsupported _ ->
          throw SyncMachine.notAnAnswer("poll", outcome);
    };
  }

  static Decision cancelled(DecisionInput asking, Outcome outcome) {
    var input = asking.answeredBy(outcome);
    return switch (outcome) {
      case Outcome.Cancelled _ -> Finishing.cancelled(input);
      case Outcome.CancelUnsupported _ -> unsupported(input);
      case Outcome.Rejected(var reason, var error) ->
          VendorRetry.afterMissedPoll(input, reason, error, Optional.empty());
      case Outcome.Deferred(var reason, var error, var after) ->
          VendorRetry.afterMissedPoll(input, reason, error, after);
      case Outcome.Unknown(var reason, var error, var after) ->
          VendorRetry.afterMissedPoll(input, reason, error, after);
      case Outcome.Running _,
          Outcome.Succeeded _,
          Outcome.Unconfirmed _,
          Outcome.Failed _,
          Outcome.Absent _ ->
          throw SyncMachine.notAnAnswer("cancel", outcome);
    };
  }

  /**
   * The run goes on. The time of the next poll is saved only if the vendor set it, or if it is so
   * far off that the object is reconciled before: a poll without news must not cost a write.
   */
  static Decision progressed(DecisionInput input, Progress progress) {
    var pollInterval = input.settings().pollInterval();
    var wait = RunSettings.paced(progress.retryAfter(), pollInterval);
    var when = input.now().plus(wait);
    var paced = wait.compareTo(pollInterval) > 0 || wait.compareTo(RunSettings.LONGEST_REST) > 0;
    var run = input.run();
    var next =
        run.withOperation(progress.operation().orElse(run.operation()))
            .withMisses(0)
            .withConfirmations(null)
            .withActive((run.seenActive() || progress.working()) ? Boolean.TRUE : null)
            .withIdlePolls(idlePolls(run, progress))
            .withNextPollTime(paced ? when : null);
    var other =
        input
            .status()
            .withReason(Reason.PROGRESSING)
            .withMessage(synchronizing(run, progress))
            .withError(progress.unreadable().map(SyncError::message).orElse(null))
            .withRun(next);
    var status = ProgressBudget.spend(other, input, progress);
    var saved =
        status.withRun(AttemptDeadline.recordSeen(next, input, !status.equals(input.status())));
    return rest(saved, input.cancelRequested() ? Duration.ZERO : input.waitUntil(when));
  }

  private static String synchronizing(Run run, Progress progress) {
    return "Synchronizing "
        + run.target().describe()
        + progress.unreadable().map(why -> ": " + why.message()).orElse("");
  }

  /** Counted only as far as the count is used: a queue may be long, and each change is a write. */
  private static @Nullable Integer idlePolls(Run run, Progress progress) {
    return switch (progress.activity()) {
      case WORKING -> null;
      case QUEUED ->
          run.seenActive()
              ? null
              : Integer.valueOf(Math.min(run.timesIdle() + 1, Progress.IDLE_POLLS));
      case NOT_SHOWN -> run.idlePolls();
    };
  }

  /**
   * The operation ended but its target is not in order (yet): some targets lag, so look a few
   * times.
   */
  private static Decision unconfirmed(DecisionInput input, Reason reason, SyncError error) {
    var run = input.run();
    var looks = run.timesUnconfirmed() + 1;
    if (looks > RunSettings.CONFIRMATIONS || input.overdue()) {
      return Finishing.attemptFailed(input, reason, error);
    }
    var wait = input.waitUntil(input.now().plus(input.settings().untilNextConfirmation(looks)));
    var looked =
        AttemptDeadline.recordSeen(run.withConfirmations(looks).withMisses(0), input, true);
    var next = looked.withNextPollTime(input.now().plus(wait));
    return rest(
        input
            .status()
            .withReason(Reason.PROGRESSING)
            .withMessage(
                "The run seems to be over; looking at its target again: " + error.message())
            .withError(null)
            .withRun(next),
        wait);
  }

  private static Decision unsupported(DecisionInput input) {
    var message =
        "The vendor cannot stop a run; the one on " + input.run().target().describe() + " goes on";
    var wait = input.settings().pollInterval();
    return rest(
            input
                .status()
                .withLastHandledCancel(input.desired().cancelRequestedAt().orElse(null))
                .withReason(Reason.CANCEL_UNSUPPORTED)
                .withMessage(message)
                .withRun(notBefore(input, wait)),
            wait)
        .withEvent(SyncEvent.Kind.CANCEL_UNSUPPORTED, message);
  }

  /**
   * Sets the time of the next poll, unless a later one is set: until then the status can be read.
   */
  private static Run notBefore(DecisionInput input, Duration wait) {
    var run = input.run();
    var when = input.now().plus(wait);
    var isSet = input.waitsUntil().filter(set -> !set.isBefore(when)).isPresent();
    return isSet ? run : AttemptDeadline.recordSeen(run.withNextPollTime(when), input, true);
  }
}
