package dev.backupsync.statemachine;

import static dev.backupsync.statemachine.Decision.act;
import static dev.backupsync.statemachine.Decision.rest;
import static dev.backupsync.statemachine.Decision.restUntil;

import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.RunPolicy;
import dev.backupsync.api.v1alpha1.RunRecord;
import dev.backupsync.api.v1alpha1.RunResult;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.Trigger;
import dev.backupsync.api.v1alpha1.TriggerType;
import dev.backupsync.vendor.Need;
import dev.backupsync.vendor.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides when an idle target is checked again, and whether a run follows. Only syncs with run
 * policy {@code IfNeeded} are checked.
 */
final class DriftCheck {
  /** The longest time between two checks of a target that repeated runs could not repair. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private DriftCheck() {}

  /** Rests with {@code status} until the next check is due; checks now if it is due. */
  static Decision next(DecisionInput input, SyncStatus status) {
    var due = checkTime(input, status);
    if (due.isEmpty() || input.desired().suspended()) {
      return rest(status.withNextCheckTime(null));
    }
    var when = due.get();
    if (when.isAfter(input.now())) {
      return restUntil(when, status.withNextCheckTime(when), input.now());
    }
    return switch (input.gate()) {
      case Gate.Open _ ->
          act(new VendorCall.Check(candidate(input)), status.withNextCheckTime(when));
      case Gate.Closed _, Gate.Unknown _ -> rest(status.withNextCheckTime(when));
    };
  }

  /** Handles the answer to a check that was due although nothing asked for a run. */
  static Decision looked(DecisionInput input, Run candidate, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Absent(Need.NotNeeded _, _, _) -> checked(input, inOrder(input));
      case Outcome.Absent(Need.Needed _, _, _) -> NextRun.begin(input, candidate.trigger());
      case Outcome.Absent(Need.NotVisible(_, var why), _, _) ->
          checked(input, cannotTell(input, why));
      case Outcome.Running _ -> NextRun.begin(input, candidate.trigger());
      case Outcome.Rejected(_, var error) -> checked(input, cannotTell(input, error));
      case Outcome.Deferred(_, var error, _) -> checked(input, cannotTell(input, error));
      case Outcome.Unknown(_, var error, _) -> checked(input, cannotTell(input, error));
      case Outcome.Succeeded _,
          Outcome.Unconfirmed _,
          Outcome.Failed _,
          Outcome.Cancelled _,
          Outcome.CancelUnsupported _ ->
          throw SyncMachine.notAnAnswer("check", outcome);
    };
  }

  private static SyncStatus inOrder(DecisionInput input) {
    var error = input.status().knownLastRun().map(RunRecord::error).orElse(null);
    var lastError = error == null ? null : input.status().lastError();
    return input.status().withNeeded(false).withError(error).withLastError(lastError);
  }

  /** A target that cannot be checked is never synced on suspicion; its status says why. */
  private static SyncStatus cannotTell(DecisionInput input, SyncError why) {
    var same = why.sameAs(input.status().lastError());
    return input
        .status()
        .withNeeded(null)
        .withError("Cannot tell whether a sync is needed: " + why.message())
        .withLastError(same ? input.status().lastError() : why.at(input.now()));
  }

  private static Decision checked(DecisionInput input, SyncStatus status) {
    var next = input.settings().checkInterval().map(input.now()::plus);
    return next.map(when -> restUntil(when, status.withNextCheckTime(when), input.now()))
        .orElseGet(() -> rest(status.withNextCheckTime(null)));
  }

  private static Run candidate(DecisionInput input) {
    return NextRun.run(input, Trigger.of(TriggerType.DRIFT));
  }

  /** Doubles the interval for each further failed run in a row: repeating them does not help. */
  private static Duration patience(Duration interval, SyncStatus status) {
    var failures =
        status.pastRuns().stream().takeWhile(run -> run.result() == RunResult.FAILED).count();
    var patient = interval.multipliedBy(1L << Math.clamp(failures - 1, 0, 10));
    var longest = interval.compareTo(LONGEST) > 0 ? interval : LONGEST;
    return patient.compareTo(longest) > 0 ? longest : patient;
  }

  private static Optional<Instant> checkTime(DecisionInput input, SyncStatus status) {
    if (input.settings().runPolicy() != RunPolicy.IF_NEEDED) {
      return Optional.empty();
    }
    return input
        .settings()
        .checkInterval()
        .map(
            interval -> {
              var latest = input.now().plus(patience(interval, status));
              var planned = Optional.ofNullable(status.nextCheckTime()).orElse(latest);
              return planned.isAfter(latest) ? latest : planned;
            });
  }
}
