package dev.backupsync.statemachine;

import dev.backupsync.api.v1alpha1.RunRecord;
import dev.backupsync.api.v1alpha1.RunResult;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Computes the time by which a sync must succeed again according to its own schedule. An alert can
 * use this time instead of one threshold for all syncs, and so find a sync that silently does not
 * run.
 */
public final class SuccessDue {
  private SuccessDue() {}

  /**
   * The end of the first slot after the last success, or of the first run where there was none; a
   * slot and a run end {@code timeout} after they begin. Empty where no success is due: there is no
   * schedule, and it succeeded once.
   *
   * @param timeout of one attempt
   * @param created when the sync was created, which asks for its first run
   */
  public static Optional<Instant> of(
      Optional<Schedule> schedule, Duration timeout, SyncStatus status, Instant created) {
    var success = Optional.ofNullable(status.lastSuccessTime());
    var begins =
        success.isEmpty()
            ? Optional.of(created)
            : schedule.flatMap(one -> slotAfter(one, success.get(), status));
    return begins.map(begin -> later(begin, excused(status))).map(begin -> begin.plus(timeout));
  }

  private static Optional<Instant> slotAfter(
      Schedule schedule, Instant success, SyncStatus status) {
    var since = later(success, noticed(schedule, status));
    return schedule.next(since, since);
  }

  /**
   * When the schedule was set, if none of its slots has passed yet: only then {@code
   * lastScheduleTime} is no slot.
   */
  private static Optional<Instant> noticed(Schedule schedule, SyncStatus status) {
    return Optional.ofNullable(status.lastScheduleTime())
        .filter(time -> schedule.timetable().notAfter(time).filter(time::equals).isEmpty());
  }

  /**
   * When the present run began or began to wait, if no run failed since the last success: a sync
   * that was resumed has its time.
   */
  private static Optional<Instant> excused(SyncStatus status) {
    var failed =
        status.knownLastRun().map(RunRecord::result).filter(last -> last != RunResult.SUCCEEDED);
    var began = status.inFlight() && status.run() != null ? status.run().startTime() : null;
    return failed.isPresent()
        ? Optional.empty()
        : Stream.concat(Stream.ofNullable(began), status.queuedSince().stream()).findFirst();
  }

  private static Instant later(Instant one, Optional<Instant> other) {
    return other.filter(one::isBefore).orElse(one);
  }
}
