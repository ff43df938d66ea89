package dev.backupsync.statemachine;

import static dev.backupsync.statemachine.Scene.T0;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.StatusBudget;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.vendor.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What is wrong with a vendor, and how it works; a story turns these knobs. */
final class Faults {
  /** As long as a message may be, so that the size of a status is tried as well. */
  static final SyncError LONG = SyncError.of("Boom", "磁\"<x".repeat(StatusBudget.MESSAGE));

  private static final Outcome UNKNOWN =
      new Outcome.Unknown(Reason.PROGRESSING_WITH_RETRY, LONG, Optional.empty());

  Instant unreachableUntil = T0;
  Instant throttledUntil = T0;
  int errors;
  int answersLostBefore;
  int answersLostAfter;
  int refusals;
  int busies;
  int unnamed;
  boolean needHidden;
  boolean failing;
  boolean lingering;
  Duration length = Duration.ofMinutes(5);
  Duration lag = Duration.ZERO;
  Optional<Duration> pace = Optional.empty();

  /** What any question is answered now, instead of an answer. */
  Optional<Outcome> trouble(Instant now) {
    if (now.isBefore(unreachableUntil)) {
      return Optional.of(UNKNOWN);
    }
    if (now.isBefore(throttledUntil)) {
      var wait = Duration.between(now, throttledUntil);
      return Optional.of(new Outcome.Deferred(Reason.THROTTLED, LONG, Optional.of(wait)));
    }
    return errors-- > 0 ? Optional.of(UNKNOWN) : Optional.empty();
  }

  /** What a start is answered that surely, or perhaps, does not happen. */
  Optional<Outcome> notStarted() {
    if (refusals-- > 0) {
      return Optional.of(new Outcome.Rejected(Reason.TARGET_NOT_FOUND, LONG));
    }
    if (busies-- > 0) {
      return Optional.of(new Outcome.Deferred(Reason.TARGET_BUSY, LONG, Optional.empty()));
    }
    return answersLostBefore-- > 0 ? Optional.of(UNKNOWN) : Optional.empty();
  }

  Optional<Outcome> lost() {
    return answersLostAfter-- > 0 ? Optional.of(UNKNOWN) : Optional.empty();
  }

  boolean takesName() {
    return unnamed-- > 0;
  }
}
