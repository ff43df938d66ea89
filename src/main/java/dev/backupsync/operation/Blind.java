package dev.backupsync.operation;

import static dev.backupsync.operation.Transition.rest;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.api.v1alpha1.SyncStatus;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides while the vendor teaches us nothing. A poll that fails is not a run that failed, and
 * blind is not late; yet one that could not be seen for {@link Policy#LONGEST_BLIND} ends.
 */
final class Blind {
  private Blind() {}

  /** A look that taught nothing: look again, at the vendor's pace or ever more slowly. */
  static Transition missed(
      Observed seen, Reason reason, SyncError error, Optional<Duration> retryAfter) {
    var unseen = AttemptTime.unseen(seen);
    return unseen.givenUp() ? Ending.timedOut(unseen) : again(unseen, reason, error, retryAfter);
  }

  /** The run has not come on: look again, at the vendor's pace or ever more slowly. */
  static Transition again(
      Observed seen, Reason reason, SyncError error, Optional<Duration> retryAfter) {
    var misses = seen.run().misses() + 1;
    var own =
        reason == Reason.START_REFUSED
            ? seen.policy().afterRefusal(misses)
            : seen.policy().afterMiss(misses);
    var when = seen.now().plus(Policy.paced(retryAfter, own));
    var run = seen.run().withMisses(misses).withNextPollTime(when);
    return rest(told(seen, reason, error).withRun(run), seen.waitUntil(when));
  }

  /** The connection is not ready: call nobody, and wait to be woken. */
  static Transition waiting(Observed seen, Gate.Closed closed) {
    var unseen = AttemptTime.unseen(seen);
    if (unseen.givenUp()) {
      return Ending.timedOut(unseen);
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

  private static SyncStatus told(Observed seen, Reason reason, SyncError error) {
    return seen.status()
        .withReason(reason)
        .withMessage(error.message())
        .withError(error.message())
        .withLastError(error.at(seen.now()));
  }
}
