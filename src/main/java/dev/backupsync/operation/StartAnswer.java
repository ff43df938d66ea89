package dev.backupsync.operation;

import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncStatus;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether what came of a start may be saved over what another process wrote meanwhile. One that
 * takes over, or a second one that believes itself alone, finds a start in doubt and can only watch
 * for it; who sent it knows.
 */
public final class StartAnswer {
  private StartAnswer() {}

  /**
   * True where the other process only wondered about this very start.
   *
   * @param answered the status that tells what came of the start
   * @param sent the status that was saved before it was sent
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
