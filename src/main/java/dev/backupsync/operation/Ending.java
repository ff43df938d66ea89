package dev.backupsync.operation;

import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.RunRecord;
import dev.backupsync.api.v1alpha1.RunResult;
import dev.backupsync.api.v1alpha1.StatusBudget;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides how a run ends, or an attempt does and the next one follows; keeps the history. */
final class Ending {
  private static final int REMEMBERED_RUNS = 10;
  private static final String LOOK_THERE =
      "Look at the run at the vendor: it may still be going on, and the next run adopts it.";

  private Ending() {}

  static Transition succeeded(Observed seen, Outcome.Succeeded end) {
    var message =
        describe(seen) + " is synchronized" + end.remark().map(remark -> "; " + remark).orElse("");
    var status =
        seen.status()
            .withProgressPercent(100)
            .withVendorState(end.vendorState().orElse(seen.status().vendorState()));
    return end(seen.with(status), RunResult.SUCCEEDED, Reason.SYNCHRONIZED, message, null)
        .telling(Notice.Kind.SUCCEEDED, message);
  }

  static Transition alreadyInSync(Observed seen) {
    var message = describe(seen) + " is in order already; no start was needed";
    return end(seen, RunResult.SUCCEEDED, Reason.ALREADY_IN_SYNC, message, null)
        .telling(Notice.Kind.SUCCEEDED, message);
  }

  static Transition cancelled(Observed seen) {
    var message = "The run on " + describe(seen) + " was cancelled";
    var pinned =
        seen.status()
            .withLastHandledCancel(
                seen.wish().cancelRequestedAt().orElse(seen.status().lastHandledCancel()));
    return end(seen.with(pinned), RunResult.CANCELLED, Reason.CANCELLED, message, null)
        .telling(Notice.Kind.CANCELLED, message);
  }

  /** For good: a further attempt would not help. */
  static Transition failed(Observed seen, Reason reason, SyncError error) {
    return end(seen, RunResult.FAILED, reason, error.message(), error)
        .telling(Notice.Kind.FAILED, describe(seen) + ": " + error.message());
  }

  static Transition timedOut(Observed seen) {
    var error = seen.givenUp() ? unseen(seen) : late(seen);
    return end(seen, RunResult.FAILED, Reason.DEADLINE_EXCEEDED, error.message(), error)
        .telling(Notice.Kind.TIMED_OUT, error.message());
  }

  private static SyncError late(Observed seen) {
    return SyncError.of(
        Reason.DEADLINE_EXCEEDED.word(),
        "The run on " + describe(seen) + " did not end within its timeout" + lastHeard(seen),
        LOOK_THERE,
        "Set spec.timeout higher if runs of this size take longer.");
  }

  private static SyncError unseen(Observed seen) {
    return SyncError.of(
        Reason.DEADLINE_EXCEEDED.word(),
        "The run on %s could not be looked at for %d days and is given up%s"
            .formatted(describe(seen), Policy.LONGEST_BLIND.toDays(), lastHeard(seen)),
        LOOK_THERE);
  }

  /** Nothing of it was sent, and something else is wanted by now. */
  static Transition overtaken(Observed seen) {
    var newer = seen.targetMoved() ? "spec names another target" : "a newer request was made";
    var message =
        "The run on %s had not started when %s, which a run of its own serves"
            .formatted(describe(seen), newer);
    return end(seen, RunResult.CANCELLED, Reason.CANCELLED, message, null)
        .telling(Notice.Kind.CANCELLED, message);
  }

  private static String lastHeard(Observed seen) {
    var trouble = seen.status().error();
    return trouble == null ? "" : "; last error: " + trouble;
  }

  /** The vendor failed or lost it: tried again within the limit, unless spec has moved on. */
  static Transition attemptFailed(Observed seen, Reason reason, SyncError error) {
    var run = seen.run();
    var limit = seen.policy().retryLimit();
    var movedOn = seen.wish().target().filter(run.target()::sameAs).isEmpty();
    if (seen.cancelRequested()) {
      return cancelled(seen); // its answer was lost, or the vendor calls a stopped run failed
    }
    if (limit == 0 || movedOn) {
      return failed(seen, reason, error);
    }
    if (run.attempt() > limit) {
      var exhausted = "Failed %d times: %s".formatted(run.attempt(), error.message());
      return end(seen, RunResult.FAILED, Reason.RETRIES_EXHAUSTED, exhausted, error)
          .telling(Notice.Kind.FAILED, describe(seen) + ": " + exhausted);
    }
    return retry(seen, reason, error);
  }

  private static Transition retry(Observed seen, Reason reason, SyncError error) {
    var run = seen.run();
    var wait = seen.policy().beforeRetry(run);
    var when = seen.now().plus(wait);
    var next = run.retry(when);
    var lost = reason == Reason.SESSION_LOST;
    var message =
        "%s: %s; attempt %d of %d follows in %d s"
            .formatted(
                describe(seen),
                error.message(),
                next.attempt(),
                seen.policy().retryLimit() + 1,
                wait.toSeconds());
    return Transition.rest(
            troubled(seen, error)
                .withState(SyncState.STARTING)
                .withReason(Reason.PROGRESSING_WITH_RETRY)
                .withMessage(message)
                .withProgressPercent(null)
                .withRun(next),
            wait)
        .telling(lost ? Notice.Kind.SESSION_LOST : Notice.Kind.RETRYING, message);
  }

  private static SyncStatus troubled(Observed seen, SyncError error) {
    return seen.status().withError(error.message()).withLastError(error.at(seen.now()));
  }

  private static Transition end(
      Observed seen, RunResult result, Reason reason, String message, @Nullable SyncError error) {
    var run = seen.run();
    var record =
        new RunRecord(
            run.id(),
            run.trigger(),
            run.startTime(),
            seen.now(),
            result,
            reason,
            run.attempt(),
            error == null ? null : message);
    var status = error == null ? seen.status().withError(null) : troubled(seen, error);
    var success = result == RunResult.SUCCEEDED;
    return BetweenRuns.after(
        seen,
        status
            .withState(result.state())
            .withReason(reason)
            .withMessage(message)
            .withLastError(success ? null : status.lastError())
            .withRun(over(run))
            .withLastRun(record)
            .withHistory(remember(record, status.pastRuns()))
            .withLastSuccessTime(success ? seen.now() : status.lastSuccessTime())
            .withNeeded((success && status.needed() != null) ? Boolean.FALSE : status.needed()));
  }

  /**
   * What is over needs no signed URL any more, and nothing to wait for. What the vendor showed of
   * it, and beside it, it may show for long: the next run must know that as past.
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

  private static String describe(Observed seen) {
    return seen.run().target().describe();
  }
}
