package dev.backupsync.statemachine;

import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Corrects the times of a run in flight if they lie in the future. That happens if the wall clock
 * was set back, or if the clock of the replica that wrote them is ahead.
 */
final class ClockSetBack {
  private ClockSetBack() {}

  /**
   * Moves all times of the run together, so that its latest time is now: the time that it has used
   * so far still counts, and its waits, which would be too long, are over.
   */
  static Run moved(Run run, SyncStatus status, Instant now) {
    return latest(run, status)
        .filter(now::isBefore)
        .map(ahead -> moved(run, Duration.between(ahead, now.truncatedTo(ChronoUnit.SECONDS))))
        .orElse(run);
  }

  /** Every wait begins with a look that status records: the run was seen, or an error was. */
  private static Optional<Instant> latest(Run run, SyncStatus status) {
    var error = status.lastError();
    return Stream.of(
            run.startTime(),
            run.sentTime(),
            run.acceptedTime(),
            run.lastSeenTime(),
            run.unseenSince(),
            error == null ? null : error.time())
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder());
  }

  private static Run moved(Run run, Duration by) {
    return run.withStartTime(moved(run.startTime(), by))
        .withSentTime(moved(run.sentTime(), by))
        .withAcceptedTime(moved(run.acceptedTime(), by))
        .withLastSeenTime(moved(run.lastSeenTime(), by))
        .withUnseenSince(moved(run.unseenSince(), by))
        .withDeadline(moved(run.deadline(), by))
        .withNextPollTime(null);
  }

  private static @Nullable Instant moved(@Nullable Instant time, Duration by) {
    return time == null || time.isBefore(Instant.EPOCH) ? time : time.plus(by);
  }
}
