package dev.backupsync.controller;

import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.statemachine.Gate;
import dev.backupsync.statemachine.SyncEvent;

/**
 * Builds the event for a deleted sync whose run was left running at the vendor. It names the run
 * and says why it was not stopped.
 */
final class LeftRunning {
  private LeftRunning() {}

  /**
   * The event for users.
   *
   * @param status with a run that may be at the vendor
   * @param gate says why the vendor could not be called, if so
   */
  static SyncEvent notice(SyncStatus status, Gate gate) {
    var run = status.knownRun().orElseThrow();
    var message =
        "%s on %s was left running, and its sync is gone; if it should not go on, stop it there: %s"
            .formatted(named(run), run.target().describe(), why(status, gate));
    return new SyncEvent(SyncEvent.Kind.LEFT_RUNNING, message);
  }

  private static String named(Run run) {
    var id = run.knownOperation().flatMap(Operation::knownId);
    return "%s %s".formatted(run.target().runWord(), id.orElse("of unknown id"));
  }

  private static String why(SyncStatus status, Gate gate) {
    if (status.reason() == Reason.CANCEL_UNSUPPORTED) {
      return "the vendor cannot stop it";
    }
    return switch (gate) {
      case Gate.Closed(_, var message) -> message;
      case Gate.Unknown _ -> "its connection was not looked at in time";
      case Gate.Open _ ->
          "it could not be stopped within %d s; last heard: %s"
              .formatted(DeletionHandler.LONGEST.toSeconds(), status.message());
    };
  }
}
