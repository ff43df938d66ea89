package dev.backupsync.operation;

import static dev.backupsync.operation.Transition.rest;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.api.v1alpha1.SyncStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides while the vendor teaches us nothing. A poll that fails is not a run that failed, and
 * blind is not late; yet past the deadline and a grace the run ends.
 */
final class Blind {
  private Blind() {}

  /** An answer that taught nothing: ask again, at the vendor's pace or ever more slowly. */
  static Transition missed(
      Observed seen, Reason reason, SyncError error, Optional<Duration> retryAfter) {
    if (seen.givenUp()) {
      return Ending.timedOut(seen);
    }
    var misses = seen.run().misses() + 1;
    var wait = Policy.paced(retryAfter, seen.policy().afterMiss(misses));
    var when = seen.now().plus(wait);
    var run = seen.run().withMisses(misses).withNextPollTime(when);
    return rest(told(seen, reason, error).withRun(run), seen.waitUntil(when));
  }

  /** The connection is not ready: call nobody, and wait to be woken. */
  static Transition waiting(Observed seen, Gate.Closed closed) {
    if (seen.givenUp()) {
      return Ending.timedOut(seen);
    }
    var status =
        seen.status()
            .withReason(closed.reason())
            .withMessage(closed.message())
            .withError(closed.trouble().orElse(null));
    return seen.givenUpAt()
        .map(end -> rest(status, seen.waitUntil(end.plusSeconds(1))))
        .orElseGet(() -> rest(status));
  }

  /** Not to ask before {@code when}; yet a run that is given up until then ends. */
  static Transition untilAsked(Observed seen, Instant when) {
    return seen.givenUp() ? Ending.timedOut(seen) : rest(seen.status(), seen.waitUntil(when));
  }

  private static SyncStatus told(Observed seen, Reason reason, SyncError error) {
    return seen.status()
        .withReason(reason)
        .withMessage(error.message())
        .withError(error.message())
        .withLastError(error.at(seen.now()));
  }
}
