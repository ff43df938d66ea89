package dev.backupsync.statemachine;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.RunRecord;
import dev.backupsync.api.v1alpha1.RunResult;
import dev.backupsync.api.v1alpha1.SyncStatus;
import java.util.Objects;
import java.util.Optional;

/** Restores the state that the last run left, after a wait or an invalid spec replaced it. */
final class LastRunState {
  private LastRunState() {}

  static SyncStatus restore(SyncStatus waiting) {
    var status = waiting.withQueuedTime(null);
    if (status.knownLastRun().isEmpty()) {
      return status;
    }
    var last = status.knownLastRun().get();
    var result = Objects.requireNonNullElse(last.result(), RunResult.FAILED);
    var reason = Optional.ofNullable(last.reason()).orElseGet(() -> reason(result));
    if (status.currentState() == result.state() && status.reason() == reason) {
      return status;
    }
    return status
        .withState(result.state())
        .withReason(reason)
        .withMessage(Optional.ofNullable(last.error()).orElseGet(() -> message(last)))
        .withError(last.error())
        .withLastError(result == RunResult.SUCCEEDED ? null : status.lastError());
  }

  private static Reason reason(RunResult result) {
    return switch (result) {
      case SUCCEEDED -> Reason.SYNCHRONIZED;
      case FAILED -> Reason.SYNC_FAILED;
      case CANCELLED -> Reason.CANCELLED;
    };
  }

  private static String message(RunRecord last) {
    return Optional.ofNullable(last.result())
        .map(LastRunState::message)
        .orElseGet(
            () ->
                "The last run ended as "
                    + last.resultWord()
                    + ", which this version of the operator does not know");
  }

  private static String message(RunResult result) {
    return switch (result) {
      case SUCCEEDED -> "The last run ended well";
      case FAILED -> "The last run failed";
      case CANCELLED -> "The last run was cancelled";
    };
  }
}
