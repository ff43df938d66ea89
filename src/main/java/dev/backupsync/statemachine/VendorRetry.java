package dev.backupsync.statemachine;

import static dev.backupsync.statemachine.Decision.rest;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.api.v1alpha1.SyncStatus;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides the next step of a run when the vendor gives no usable answer. A failed poll is not a
 * failed run, and time without an answer does not count towards the timeout; but a run that could
 * not be seen for {@link RunSettings#LONGEST_UNSEEN} ends.
 */
final class VendorRetry {
  private VendorRetry() {}

  /** A poll without an answer: look again, when the vendor asks for it or at growing intervals. */
  static Decision afterMissedPoll(
      DecisionInput input, Reason reason, SyncError error, Optional<Duration> retryAfter) {
    var unseen = AttemptDeadline.unseen(input);
    return unseen.givenUp()
        ? Finishing.timedOut(unseen)
        : askAgain(unseen, reason, error, retryAfter);
  }

  /** The run has not moved on: look again, when the vendor asks for it or at growing intervals. */
  static Decision askAgain(
      DecisionInput input, Reason reason, SyncError error, Optional<Duration> retryAfter) {
    var misses = input.run().misses() + 1;
    var own =
        reason == Reason.START_REFUSED
            ? input.settings().afterRefusal(misses)
            : input.settings().afterMiss(misses);
    var when = input.now().plus(RunSettings.paced(retryAfter, own));
    var run = input.run().withMisses(misses).withNextPollTime(when);
    return rest(withError(input, reason, error).withRun(run), input.waitUntil(when));
  }

  /** The connection is not ready: do not call the vendor, and wait to be woken. */
  static Decision untilReady(DecisionInput input, Gate.Closed closed) {
    var unseen = AttemptDeadline.unseen(input);
    if (unseen.givenUp()) {
      return Finishing.timedOut(unseen);
    }
    var status =
        unseen
            .status()
            .withReason(closed.reason())
            .withMessage(closed.message())
            .withError(closed.trouble().orElse(null));
    return unseen
        .end()
        .map(end -> rest(status, unseen.waitUntil(end.plusSeconds(1))))
        .orElseGet(() -> rest(status));
  }

  private static SyncStatus withError(DecisionInput input, Reason reason, SyncError error) {
    return input
        .status()
        .withReason(reason)
        .withMessage(error.message())
        .withError(error.message())
        .withLastError(error.at(input.now()));
  }
}
