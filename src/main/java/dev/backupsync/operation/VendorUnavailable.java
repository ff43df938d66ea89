package dev.backupsync.operation;

import static dev.backupsync.operation.Decision.rest;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.api.v1alpha1.SyncStatus;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides while the vendor gives no usable answer. A failed poll is not a failed run, and time
 * without an answer does not count towards the timeout; but a run that could not be seen for {@link
 * Policy#LONGEST_BLIND} ends.
 */
final class VendorUnavailable {
  private VendorUnavailable() {}

  /** A poll without an answer: look again, when the vendor asks for it or at growing intervals. */
  static Decision missed(
      DecisionInput input, Reason reason, SyncError error, Optional<Duration> retryAfter) {
    var unseen = AttemptTime.unseen(input);
    return unseen.givenUp() ? Finishing.timedOut(unseen) : again(unseen, reason, error, retryAfter);
  }

  /** The run has not moved on: look again, when the vendor asks for it or at growing intervals. */
  static Decision again(
      DecisionInput input, Reason reason, SyncError error, Optional<Duration> retryAfter) {
    var misses = input.run().misses() + 1;
    var own =
        reason == Reason.START_REFUSED
            ? input.policy().afterRefusal(misses)
            : input.policy().afterMiss(misses);
    var when = input.now().plus(Policy.paced(retryAfter, own));
    var run = input.run().withMisses(misses).withNextPollTime(when);
    return rest(told(input, reason, error).withRun(run), input.waitUntil(when));
  }

  /** The connection is not ready: do not call the vendor, and wait to be woken. */
  static Decision waiting(DecisionInput input, Gate.Closed closed) {
    var unseen = AttemptTime.unseen(input);
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

  private static SyncStatus told(DecisionInput input, Reason reason, SyncError error) {
    return input
        .status()
        .withReason(reason)
        .withMessage(error.message())
        .withError(error.message())
        .withLastError(error.at(input.now()));
  }
}
