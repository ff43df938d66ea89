package dev.backupsync.statemachine;

import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncStatus;
import java.util.Objects;
import java.util.Optional;

/**
 * Decides whether the answer to a start may overwrite a status that another operator process wrote
 * in the meantime. A process that takes over, or a second operator, finds a start with an unknown
 * answer and can only look for its run; the process that sent the start knows the answer.
 */
public final class StartAnswerPrecedence {
  private StartAnswerPrecedence() {}

  /**
   * True if the other process only waited for the answer to this very start.
   *
   * @param answered the status with the answer to the start
   * @param sent the status that was saved before the start was sent
   * @param live the status as it is now
   */
  public static boolean replaces(SyncStatus answered, SyncStatus sent, SyncStatus live) {
    var start = inDoubt(sent);
    return start.isPresent()
        && inDoubt(answered).isEmpty()
        && inDoubt(live).filter(run -> isSame(start.get(), run)).isPresent()
        && Objects.equals(sent.lastHandledRequest(), live.lastHandledRequest())
        && Objects.equals(sent.lastHandledCancel(), live.lastHandledCancel());
  }

  private static Optional<Run> inDoubt(SyncStatus status) {
    return status.inFlight() ? status.knownRun().filter(Run::inDoubt) : Optional.empty();
  }

  private static boolean isSame(Run one, Run other) {
    return one.id().equals(other.id())
        && one.attempt() == other.attempt()
        && Objects.equals(one.sentTime(), other.sentTime());
  }
}
