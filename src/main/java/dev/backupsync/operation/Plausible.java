package dev.backupsync.operation;

import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.RunRecord;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads a status as the input that it is: anyone who may write it may have written it. What cannot
 * be is left out, what is out of bounds is brought back into them.
 */
public final class Plausible {
  /** No attempt may take longer; what a spec may ask for at most. */
  public static final Duration LONGEST_TIMEOUT = Duration.ofDays(31);

  /** No slot that was missed longer ago, or served later than now, is remembered. */
  private static final Duration LONGEST_PAUSE = Duration.ofDays(3660);

  private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);
  private static final int MOST_MISSES = 1000;

  private Plausible() {}

  /**
   * The status to decide on.
   *
   * @param ours whether a target is one of this kind of sync
   */
  public static SyncStatus status(
      @Nullable SyncStatus written, Predicate<Target> ours, Instant now) {
    var status = written == null ? SyncStatus.NEW : written;
    var run = status.knownRun().filter(Plausible::whole).filter(r -> ours.test(r.target()));
    var last = status.knownLastRun().filter(Plausible::whole);
    return status
        .withRun(run.map(r -> bounded(r, now)).orElse(null))
        .withLastRun(last.orElse(null))
        .withLastScheduleTime(place(status.lastScheduleTime(), now))
        .withHistory(
            status.history() == null
                ? null
                : status.history().stream().filter(Plausible::whole).limit(10).toList());
  }

  /** Brought back to now where it lies too far ahead: else it would silence the schedule. */
  private static @Nullable Instant place(@Nullable Instant time, Instant now) {
    if (time == null) {
      return null;
    }
    var earliest = now.minus(LONGEST_PAUSE);
    var latest = time.isAfter(now.plus(CLOCKS_DIFFER)) ? now : time;
    return latest.isBefore(earliest) ? earliest : latest;
  }

  private static boolean whole(Run run) {
    return run.id() != null
        && run.trigger() != null
        && run.target() != null
        && run.target().connectionRef() != null
        && run.target().connectionRef().name() != null;
  }

  private static boolean whole(RunRecord record) {
    return record.id() != null && record.trigger() != null && record.result() != null;
  }

  private static Run bounded(Run run, Instant now) {
    var latest = now.plus(LONGEST_TIMEOUT);
    var deadline = Optional.ofNullable(run.deadline()).filter(when -> when.isBefore(latest));
    return run.withAttempt(Math.max(1, run.attempt()))
        .withMisses(Math.clamp(run.misses(), 0, MOST_MISSES))
        .withDeadline(run.deadline() == null ? null : deadline.orElse(latest));
  }
}
