package dev.backupsync.statemachine;

import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.RunRecord;
import dev.backupsync.api.v1alpha1.RunResult;
import dev.backupsync.api.v1alpha1.StatusBudget;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.vendor.Outcome;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides the next step when a run or an attempt has ended: another attempt, or the final result,
 * which is kept in the history. It does not judge success; its callers do, mostly from the {@link
 * Outcome} that the vendor returned.
 */
final class Finishing {
  private static final int REMEMBERED_RUNS = 10;
  private static final String LOOK_THERE =
      "Look at the run at the vendor: it may still be going on, and the next run adopts it.";

  private Finishing() {}

  static Decision succeeded(DecisionInput input, Outcome.Succeeded end) {
    var message =
        describe(input) + " is synchronized" + end.remark().map(remark -> "; " + remark).orElse("");
    var status =
        input
            .status()
            .withProgressPercent(100)
            .withVendorState(end.vendorState().orElse(input.status().vendorState()));
    return end(input.with(status), RunResult.SUCCEEDED, Reason.SYNCHRONIZED, message, null)
        .withEvent(SyncEvent.Kind.SUCCEEDED, message);
  }

  static Decision alreadyInSync(DecisionInput input) {
    var message = describe(input) + " is in order already; no start was needed";
    return end(input, RunResult.SUCCEEDED, Reason.ALREADY_IN_SYNC, message, null)
        .withEvent(SyncEvent.Kind.SUCCEEDED, message);
  }

  static Decision cancelled(DecisionInput input) {
    var message = "The run on " + describe(input) + " was cancelled";
    var pinned =
        input
            .status()
            .withLastHandledCancel(
                input.desired().cancelRequestedAt().orElse(input.status().lastHandledCancel()));
    return end(input.with(pinned), RunResult.CANCELLED, Reason.CANCELLED, message, null)
        .withEvent(SyncEvent.Kind.CANCELLED, message);
  }

  /** The run fails for good: another attempt would not help. */
  static Decision failed(DecisionInput input, Reason reason, SyncError error) {
    return end(input, RunResult.FAILED, reason, error.message(), error)
        .withEvent(SyncEvent.Kind.FAILED, describe(input) + ": " + error.message());
  }

  static Decision timedOut(DecisionInput input) {
    var error = input.givenUp() ? unseen(input) : late(input);
    return end(input, RunResult.FAILED, Reason.DEADLINE_EXCEEDED, error.message(), error)
        .withEvent(SyncEvent.Kind.TIMED_OUT, error.message());
  }

  private static SyncError late(DecisionInput input) {
    return SyncError.of(
        Reason.DEADLINE_EXCEEDED.word(),
        "The run on " + describe(input) + " did not end within its timeout" + lastHeard(input),
        LOOK_THERE,
        "Set spec.timeout higher if runs of this size take longer.");
  }

  private static SyncError unseen(DecisionInput input) {
    return SyncError.of(
        Reason.DEADLINE_EXCEEDED.word(),
        "The run on %s could not be looked at for %d days and is given up%s"
            .formatted(describe(input), RunSettings.LONGEST_UNSEEN.toDays(), lastHeard(input)),
        LOOK_THERE);
  }

  /** Ends a run whose start was never sent, because something else is wanted by now. */
  static Decision overtaken(DecisionInput input) {
    var newer = input.targetMoved() ? "spec names another target" : "a newer request was made";
    var message =
        "The run on %s had not started when %s, which a run of its own serves"
            .formatted(describe(input), newer);
    return end(input, RunResult.CANCELLED, Reason.CANCELLED, message, null)
        .withEvent(SyncEvent.Kind.CANCELLED, message);
  }

  private static String lastHeard(DecisionInput input) {
    var trouble = input.status().error();
    return trouble == null ? "" : "; last error: " + trouble;
  }

  /**
   * The vendor failed the run or lost it: try again within the limit, unless the spec has changed.
   */
  static Decision attemptFailed(DecisionInput input, Reason reason, SyncError error) {
    var run = input.run();
    var limit = input.settings().retryLimit();
    var movedOn = input.desired().target().filter(run.target()::sameAs).isEmpty();
    if (input.cancelRequested()) {
      return cancelled(input); // its answer was lost, or the vendor calls a stopped run failed
    }
    if (limit == 0 || movedOn) {
      return failed(input, reason, error);
    }
    if (run.attempt() > limit) {
      var exhausted = "Failed %d times: %s".formatted(run.attempt(), error.message());
      return end(input, RunResult.FAILED, Reason.RETRIES_EXHAUSTED, exhausted, error)
          .withEvent(SyncEvent.Kind.FAILED, describe(input) + ": " + exhausted);
    }
    return retry(input, reason, error);
  }

  private static Decision retry(DecisionInput input, Reason reason, SyncError error) {
    var run = input.run();
    var wait = input.settings().beforeRetry(run);
    var when = input.now().plus(wait);
    var next = run.retry(when);
    var lost = reason == Reason.SESSION_LOST;
    var message =
        "%s: %s; attempt %d of %d follows in %d s"
            .formatted(
                describe(input),
                error.message(),
                next.attempt(),
                input.settings().retryLimit() + 1,
                wait.toSeconds());
    return Decision.rest(
            troubled(input, error)
                .withState(SyncState.STARTING)
                .withReason(Reason.PROGRESSING_WITH_RETRY)
                .withMessage(message)
                .withProgressPercent(null)
                .withRun(next),
            wait)
        .withEvent(lost ? SyncEvent.Kind.SESSION_LOST : SyncEvent.Kind.RETRYING, message);
  }

  private static SyncStatus troubled(DecisionInput input, SyncError error) {
    return input.status().withError(error.message()).withLastError(error.at(input.now()));
  }

  private static Decision end(
      DecisionInput input,
      RunResult result,
      Reason reason,
      String message,
      @Nullable SyncError error) {
    var run = input.run();
    var record =
        new RunRecord(
            run.id(),
            run.trigger(),
            run.startTime(),
            input.now(),
            result,
            reason,
            run.attempt(),
            error == null ? null : message);
    var status = error == null ? input.status().withError(null) : troubled(input, error);
    var success = result == RunResult.SUCCEEDED;
    return NextRun.after(
        input,
        status
            .withState(result.state())
            .withReason(reason)
            .withMessage(message)
            .withLastError(success ? null : status.lastError())
            .withRun(over(run))
            .withLastRun(record)
            .withHistory(remember(record, status.pastRuns()))
            .withLastSuccessTime(success ? input.now() : status.lastSuccessTime())
            .withNeeded((success && status.needed() != null) ? Boolean.FALSE : status.needed()));
  }

  /**
   * A run that is over needs no signed URL and no wait times any more. The vendor may still show
   * its operation, and those beside it, for a long time: the next run must know them as past.
   */
  private static Run over(Run run) {
    return run.withOperation(run.knownOperation().map(Operation::withoutUrl).orElse(null))
        .withNextPollTime(null)
        .withSentTime(null)
        .withLastSeenTime(null)
        .withUnseenSince(null);
  }

  private static List<RunRecord> remember(RunRecord latest, List<RunRecord> past) {
    return Stream.concat(Stream.of(latest.brief(StatusBudget.PAST)), past.stream())
        .limit(REMEMBERED_RUNS)
        .toList();
  }

  private static String describe(DecisionInput input) {
    return input.run().target().describe();
  }
}
