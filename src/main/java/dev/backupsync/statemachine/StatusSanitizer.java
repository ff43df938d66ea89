package dev.backupsync.statemachine;

import dev.backupsync.api.v1alpha1.Defaults;
import dev.backupsync.api.v1alpha1.DurationBounds;
import dev.backupsync.api.v1alpha1.RunRecord;
import dev.backupsync.api.v1alpha1.StatusBudget;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.api.v1alpha1.Truncation;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads a status as untrusted input, because users may have edited it. Impossible values are left
 * out; values out of bounds are limited.
 */
public final class StatusSanitizer {
  /** The longest timeout of an attempt: the most that a spec may ask for. */
  public static final Duration LONGEST_TIMEOUT = Defaults.duration(DurationBounds.TIMEOUT);

  /** How far back the position in a schedule may lie; an older position is moved up to this. */
  private static final Duration LONGEST_PAUSE = Duration.ofDays(3660);

  private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);
  private static final int REMEMBERED_RUNS = 10;

  private StatusSanitizer() {}

  /**
   * The status to decide on.
   *
   * @param ours whether a target belongs to this kind of sync
   */
  public static SyncStatus status(
      @Nullable SyncStatus written, Predicate<Target> ours, Instant now) {
    var read = remembered(written == null ? SyncStatus.NEW : written, ours, now);
    var status = read.withLastError(error(read.lastError(), now));
    return withinBudget(status)
        .withRun(status.knownRun().map(run -> RunSanitizer.bounded(run, status, now)).orElse(null))
        .withLastError(
            status.inFlight() ? notInFuture(status.lastError(), now) : status.lastError())
        .withLastScheduleTime(place(status.lastScheduleTime(), now))
        .withQueuedTime(past(status.queuedTime(), now))
        .withLastSuccessTime(past(status.lastSuccessTime(), now))
        .withLastHandledRequest(request(status.lastHandledRequest()))
        .withLastHandledCancel(request(status.lastHandledCancel()))
        .withObservedSchedule(schedule(status.observedSchedule()))
        .withHistory(status.history() == null ? null : history(status.history()));
  }

  private static SyncStatus remembered(SyncStatus written, Predicate<Target> ours, Instant now) {
    var run = RunSanitizer.of(written, ours).orElse(null);
    var last = written.knownLastRun().filter(StatusSanitizer::whole).orElse(null);
    return RunMemory.restored(written.withRun(run).withLastRun(last), now);
  }

  /** The status with every text cut to the size that there is room for. */
  static SyncStatus withinBudget(SyncStatus status) {
    var vendorState = status.vendorState();
    var writtenBy = status.writtenBy();
    return status
        .withWrittenBy(writtenBy == null ? null : Truncation.cut(writtenBy, StatusBudget.SIGNATURE))
        .withMessage(line(status.message()))
        .withError(line(status.error()))
        .withVendorState(
            vendorState == null ? null : Truncation.cut(vendorState, StatusBudget.WORD))
        .withLastRun(
            status.knownLastRun().map(last -> last.brief(StatusBudget.LAST_RUN)).orElse(null));
  }

  private static List<RunRecord> history(List<RunRecord> records) {
    return records.stream()
        .filter(StatusSanitizer::whole)
        .limit(REMEMBERED_RUNS)
        .map(record -> record.brief(StatusBudget.PAST))
        .toList();
  }

  /**
   * Limits the position to the allowed range: one too far ahead would keep slots from being due.
   */
  private static @Nullable Instant place(@Nullable Instant time, Instant now) {
    if (time == null) {
      return null;
    }
    var earliest = now.minus(LONGEST_PAUSE);
    var latest = past(time, now);
    return latest == null || latest.isBefore(earliest) ? earliest : latest;
  }

  /** In whole seconds; now, if it lies further ahead than clocks usually differ. */
  static @Nullable Instant past(@Nullable Instant time, Instant now) {
    if (time == null) {
      return null;
    }
    var latest = time.isAfter(now.plus(CLOCKS_DIFFER)) ? now : time;
    return (latest.isBefore(Instant.EPOCH) ? Instant.EPOCH : latest)
        .truncatedTo(ChronoUnit.SECONDS);
  }

  /** Whether the text is as long as the times that the operator writes. */
  private static boolean isTime(@Nullable Instant time) {
    return time == null || time.toString().length() == Instant.EPOCH.toString().length();
  }

  private static @Nullable SyncError error(@Nullable SyncError error, Instant now) {
    return error == null ? null : error.at(past(error.time(), now));
  }

  /** Moves a time in the future to now: the times of the run never lie in the future. */
  private static @Nullable SyncError notInFuture(@Nullable SyncError error, Instant now) {
    return error == null || error.time() == null || !error.time().isAfter(now)
        ? error
        : error.at(past(now, now));
  }

  /** Checked in the same way as when it is read from the annotation. */
  static @Nullable String request(@Nullable String text) {
    return text == null ? null : Truncation.withHash(text, StatusBudget.REQUEST);
  }

  /** A schedule that is too long was not written by the operator and is dropped. */
  private static @Nullable String schedule(@Nullable String text) {
    return text == null || Truncation.fits(text, StatusBudget.SCHEDULE) ? text : null;
  }

  private static @Nullable String line(@Nullable String text) {
    return text == null ? null : Truncation.forDisplay(text, StatusBudget.LINE);
  }

  private static boolean whole(RunRecord record) {
    return record.id() != null
        && record.trigger() != null
        && record.trigger().word() != null
        && record.resultWord() != null
        && isTime(record.startTime())
        && isTime(record.completionTime())
        && Truncation.fits(record.id(), StatusBudget.RUN_ID);
  }
}
