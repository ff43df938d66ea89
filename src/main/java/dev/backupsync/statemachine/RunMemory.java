package dev.backupsync.statemachine;

import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * Corrects the state in status so that it fits the run that is stored there. The state alone is not
 * reliable: a user may have edited it, or a newer release may have written a word that is unknown
 * here.
 */
final class RunMemory {
  private RunMemory() {}

  /** The status with the state that fits its run; a run is over once it is the last run. */
  static SyncStatus restored(SyncStatus status, Instant now) {
    return status.knownRun().map(run -> restored(status, run, now)).orElse(status);
  }

  private static SyncStatus restored(SyncStatus status, Run run, Instant now) {
    if (status.knownLastRun().filter(last -> last.id().equals(run.id())).isPresent()) {
      return status.currentState().inFlight() ? status.withState(null) : status;
    }
    if (run.knownOperation().isPresent()) {
      return status.withState(SyncState.SYNCHRONIZING);
    }
    var known = Optional.ofNullable(status.state());
    var sent = known.isEmpty() || known.get() == SyncState.SYNCHRONIZING;
    return status.withState(SyncState.STARTING).withRun(sent ? inDoubt(run, now) : run);
  }

  /** A start may have been sent, so the run is looked for before another start is sent. */
  private static Run inDoubt(Run run, Instant now) {
    return run.inDoubt() ? run : run.withSentTime(now);
  }
}
