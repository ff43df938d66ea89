package dev.backupsync.operation;

import static dev.backupsync.operation.Transition.act;
import static dev.backupsync.operation.Transition.rest;
import static dev.backupsync.operation.Transition.restUntil;

import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.RunPolicy;
import dev.backupsync.api.v1alpha1.RunRecord;
import dev.backupsync.api.v1alpha1.RunResult;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.Trigger;
import dev.backupsync.api.v1alpha1.TriggerType;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Decides when a resting target is looked at again, and what follows: with IfNeeded, healing. */
final class Checks {
  /** Between two looks at a target that no run could heal. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private Checks() {}

  /** Rests with {@code status} until the next look is due; looks now where it is. */
  static Transition next(Observed seen, SyncStatus status) {
    var due = checkTime(seen, status);
    if (due.isEmpty() || seen.wish().suspended()) {
      return rest(status.withNextCheckTime(null));
    }
    var when = due.get();
    if (when.isAfter(seen.now())) {
      return restUntil(when, status.withNextCheckTime(when), seen.now());
    }
    return switch (seen.gate()) {
      case Gate.Open _ -> act(new Effect.Check(candidate(seen)), status.withNextCheckTime(when));
      case Gate.Closed _, Gate.Unseen _ -> rest(status.withNextCheckTime(when));
    };
  }

  /** The answer to a look that was due although nothing asked for a run. */
  static Transition looked(Observed seen, Run candidate, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Absent(Need.NotNeeded _, _, _) -> checked(seen, inOrder(seen));
      case Outcome.Absent(Need.Needed _, _, _) -> BetweenRuns.begin(seen, candidate.trigger());
      case Outcome.Absent(Need.Unseen(_, var why), _, _) -> checked(seen, blind(seen, why));
      case Outcome.Running _ -> BetweenRuns.begin(seen, candidate.trigger());
      case Outcome.Rejected(_, var error) -> checked(seen, blind(seen, error));
      case Outcome.Deferred(_, var error, _) -> checked(seen, blind(seen, error));
      case Outcome.Unknown(_, var error, _) -> checked(seen, blind(seen, error));
      case Outcome.Succeeded _,
          Outcome.Unconfirmed _,
          Outcome.Failed _,
          Outcome.Cancelled _,
          Outcome.CancelUnsupported _ ->
          throw SyncMachine.notAnAnswer("check", outcome);
    };
  }

  private static SyncStatus inOrder(Observed seen) {
    var error = seen.status().knownLastRun().map(RunRecord::error).orElse(null);
    var lastError = error == null ? null : seen.status().lastError();
    return seen.status().withNeeded(false).withError(error).withLastError(lastError);
  }

  /** A target that cannot be looked at is never healed blindly; its status says so. */
  private static SyncStatus blind(Observed seen, SyncError why) {
    var same = why.sameAs(seen.status().lastError());
    return seen.status()
        .withNeeded(null)
        .withError("Cannot tell whether a sync is needed: " + why.message())
        .withLastError(same ? seen.status().lastError() : why.at(seen.now()));
  }

  private static Transition checked(Observed seen, SyncStatus status) {
    var next = seen.policy().checkInterval().map(seen.now()::plus);
    return next.map(when -> restUntil(when, status.withNextCheckTime(when), seen.now()))
        .orElseGet(() -> rest(status.withNextCheckTime(null)));
  }

  private static Run candidate(Observed seen) {
    return BetweenRuns.run(seen, Trigger.of(TriggerType.DRIFT));
  }

  /** Twice as long for each more run in a row that failed: healing that fails is no healing. */
  private static Duration patience(Duration interval, SyncStatus status) {
    var failures =
        status.pastRuns().stream().takeWhile(run -> run.result() == RunResult.FAILED).count();
    var patient = interval.multipliedBy(1L << Math.clamp(failures - 1, 0, 10));
    var longest = interval.compareTo(LONGEST) > 0 ? interval : LONGEST;
    return patient.compareTo(longest) > 0 ? longest : patient;
  }

  private static Optional<Instant> checkTime(Observed seen, SyncStatus status) {
    if (seen.policy().runPolicy() != RunPolicy.IF_NEEDED) {
      return Optional.empty();
    }
    return seen.policy()
        .checkInterval()
        .map(
            interval -> {
              var latest = seen.now().plus(patience(interval, status));
              var planned = Optional.ofNullable(status.nextCheckTime()).orElse(latest);
              return planned.isAfter(latest) ? latest : planned;
            });
  }
}
