package dev.backupsync.operation;

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
 * Reads the times of a run in flight that was written before the clock was put back, or by a
 * replica whose clock is ahead: it tells of a moment that is yet to come.
 */
final class ClockSetBack {
  private ClockSetBack() {}

  /**
   * The run moved as a whole, so that its latest moment is now: what it took so far still counts,
   * and its waits, which would be too long, are over.
   */
  static Run moved(Run run, SyncStatus status, Instant now) {
    return latest(run, status)
        .filter(now::isBefore)
        .map(ahead -> moved(run, Duration.between(ahead, now.truncatedTo(ChronoUnit.SECONDS))))
        .orElse(run);
  }

  /** Every wait begins with a look that is told: as a sight of the run, or as an error. */
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
