package dev.backupsync.operation;

import static dev.backupsync.operation.Transition.act;
import static dev.backupsync.operation.Transition.rest;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.api.v1alpha1.SyncStatus;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides while the vendor runs it: polls, tells progress, and hears the end. */
final class Following {
  private Following() {}

  static Transition next(Observed seen) {
    var run = seen.run();
    var early = seen.waitsUntil();
    var cancel = seen.cancelRequested() && cancels(run, early.isEmpty());
    if (early.isPresent() && !cancel && !seen.pastEnd()) {
      return rest(seen.status(), seen.waitUntil(early.get()));
    }
    return switch (seen.gate()) {
      case Gate.Unseen _ -> rest(seen.status());
      case Gate.Closed closed -> Blind.waiting(seen, closed);
      case Gate.Open _ ->
          act(cancel ? new Effect.Cancel(run) : new Effect.Poll(run), seen.status());
    };
  }

  /** After a cancel that failed comes a poll, so that the end of the run is never missed. */
  private static boolean cancels(Run run, boolean due) {
    return run.misses() == 0 || (due && run.misses() % 2 == 0);
  }

  static Transition polled(Observed asking, Outcome outcome) {
    var seen = asking.answeredBy(outcome);
    return switch (outcome) {
      case Outcome.Running _ when seen.overdue() -> Ending.timedOut(seen);
      case Outcome.Running(var progress) -> progressed(seen, progress);
      case Outcome.Succeeded succeeded -> Ending.succeeded(seen, succeeded);
      case Outcome.Unconfirmed(var reason, var error) -> unconfirmed(seen, reason, error);
      case Outcome.Failed(var reason, var error) -> Ending.attemptFailed(seen, reason, error);
      case Outcome.Rejected(var reason, var error) -> Ending.failed(seen, reason, error);
      case Outcome.Cancelled _ -> Ending.cancelled(seen);
      case Outcome.Deferred(var reason, var error, var after) ->
          Blind.missed(seen, reason, error, after);
      case Outcome.Unknown(var reason, var error, var after) ->
          Blind.missed(seen, reason, error, after);
      case Outcome.Absent _, Outcome.CancelUnsupported _ ->
          throw SyncMachine.notAnAnswer("poll", outcome);
    };
  }

  static Transition cancelled(Observed asking, Outcome outcome) {
    var seen = asking.answeredBy(outcome);
    return switch (outcome) {
      case Outcome.Cancelled _ -> Ending.cancelled(seen);
      case Outcome.CancelUnsupported _ -> unsupported(seen);
      case Outcome.Rejected(var reason, var error) ->
          Blind.missed(seen, reason, error, Optional.empty());
      case Outcome.Deferred(var reason, var error, var after) ->
          Blind.missed(seen, reason, error, after);
      case Outcome.Unknown(var reason, var error, var after) ->
          Blind.missed(seen, reason, error, after);
      case Outcome.Running _,
          Outcome.Succeeded _,
          Outcome.Unconfirmed _,
          Outcome.Failed _,
          Outcome.Absent _ ->
          throw SyncMachine.notAnAnswer("cancel", outcome);
    };
  }

  /**
   * Under way. The next poll's time is saved only where the vendor set the pace, or where it is so
   * far off that we look again before: a poll that found nothing new must not cost a write.
   */
  static Transition progressed(Observed seen, Progress progress) {
    var pollInterval = seen.policy().pollInterval();
    var wait = Policy.paced(progress.retryAfter(), pollInterval);
    var when = seen.now().plus(wait);
    var paced = wait.compareTo(pollInterval) > 0 || wait.compareTo(Policy.LONGEST_REST) > 0;
    var run = seen.run();
    var next =
        run.withOperation(progress.operation().orElse(run.operation()))
            .withMisses(0)
            .withConfirmations(null)
            .withActive((run.seenActive() || progress.working()) ? Boolean.TRUE : null)
            .withIdlePolls(idlePolls(run, progress))
            .withNextPollTime(paced ? when : null);
    var status =
        withVendorState(
            seen.status()
                .withReason(Reason.PROGRESSING)
                .withMessage(synchronizing(run, progress))
                .withProgressPercent(percentToTell(seen, progress))
                .withError(progress.unreadable().map(SyncError::message).orElse(null))
                .withRun(next),
            seen,
            progress);
    var told = status.withRun(AttemptTime.told(next, seen, !status.equals(seen.status())));
    return rest(told, seen.cancelRequested() ? Duration.ZERO : seen.waitUntil(when));
  }

  /** The vendor's word is told with any other news, and else once in a while: it is a write. */
  private static SyncStatus withVendorState(SyncStatus status, Observed seen, Progress progress) {
    return status.equals(seen.status()) && !toldLongAgo(seen)
        ? status
        : status.withVendorState(progress.vendorState().orElse(status.vendorState()));
  }

  private static boolean toldLongAgo(Observed seen) {
    var last = seen.run().lastSeenTime();
    return last == null || !seen.now().isBefore(last.plus(Policy.PROGRESS_PAUSE));
  }

  /** The vendor's, where it moved by much, or by little since long: each one told is a write. */
  private static @Nullable Integer percentToTell(Observed seen, Progress progress) {
    var told = seen.status().progressPercent();
    if (told == null || progress.percent().isEmpty()) {
      return progress.percent().isPresent() ? Integer.valueOf(progress.percent().getAsInt()) : null;
    }
    var percent = progress.percent().getAsInt();
    var news = toldLongAgo(seen) || Math.abs(percent - told) >= Policy.PROGRESS_STEP;
    return news ? Integer.valueOf(percent) : told;
  }

  private static String synchronizing(Run run, Progress progress) {
    return "Synchronizing "
        + run.target().describe()
        + progress.unreadable().map(why -> ": " + why.message()).orElse("");
  }

  /** Counted no further than anybody asks for: a queue may be long, and each count is a write. */
  private static @Nullable Integer idlePolls(Run run, Progress progress) {
    return switch (progress.activity()) {
      case WORKING -> null;
      case QUEUED ->
          run.seenActive()
              ? null
              : Integer.valueOf(Math.min(run.timesIdle() + 1, Policy.IDLE_POLLS));
      case NOT_SHOWN -> run.idlePolls();
    };
  }

  /** The vendor is done, its target is not (yet) in order: some lag, so look a few times. */
  private static Transition unconfirmed(Observed seen, Reason reason, SyncError error) {
    var run = seen.run();
    var looks = run.timesUnconfirmed() + 1;
    if (looks > Policy.CONFIRMATIONS || seen.overdue()) {
      return Ending.attemptFailed(seen, reason, error);
    }
    var wait = seen.waitUntil(seen.now().plus(seen.policy().untilLook(looks)));
    var looked = AttemptTime.told(run.withConfirmations(looks).withMisses(0), seen, true);
    var next = looked.withNextPollTime(seen.now().plus(wait));
    return rest(
        seen.status()
            .withReason(Reason.PROGRESSING)
            .withMessage(
                "The run seems to be over; looking at its target again: " + error.message())
            .withError(null)
            .withRun(next),
        wait);
  }

  private static Transition unsupported(Observed seen) {
    var message =
        "The vendor cannot stop a run; the one on " + seen.run().target().describe() + " goes on";
    var wait = seen.policy().pollInterval();
    return rest(
            seen.status()
                .withLastHandledCancel(seen.wish().cancelRequestedAt().orElse(null))
                .withReason(Reason.CANCEL_UNSUPPORTED)
                .withMessage(message)
                .withRun(notBefore(seen, wait)),
            wait)
        .telling(Notice.Kind.CANCEL_UNSUPPORTED, message);
  }

  /**
   * With a time for the next poll, unless a later one is set: what was told can be read so long.
   */
  private static Run notBefore(Observed seen, Duration wait) {
    var run = seen.run();
    var when = seen.now().plus(wait);
    var isSet = seen.waitsUntil().filter(set -> !set.isBefore(when)).isPresent();
    return isSet ? run : AttemptTime.told(run.withNextPollTime(when), seen, true);
  }
}
