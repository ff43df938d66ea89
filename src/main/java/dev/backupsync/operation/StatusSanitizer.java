package dev.backupsync.operation;

import dev.backupsync.api.v1alpha1.Defaults;
import dev.backupsync.api.v1alpha1.Limits;
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
 * Reads a status as the input that it is: anyone who may write it may have written it. What cannot
 * be is left out, what is out of bounds is brought back into them.
 */
public final class StatusSanitizer {
  /** No attempt may take longer; what a spec may ask for at most. */
  public static final Duration LONGEST_TIMEOUT = Defaults.duration(Limits.TIMEOUT);

  /** No slot that was missed longer ago, or served later than now, is remembered. */
  private static final Duration LONGEST_PAUSE = Duration.ofDays(3660);

  private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);
  private static final int REMEMBERED_RUNS = 10;

  private StatusSanitizer() {}

  /**
   * The status to decide on.
   *
   * @param ours whether a target is one of this kind of sync
   */
  public static SyncStatus status(
      @Nullable SyncStatus written, Predicate<Target> ours, Instant now) {
    var read = remembered(written == null ? SyncStatus.NEW : written, ours, now);
    var status = read.withLastError(error(read.lastError(), now));
    return withinBudget(status)
        .withRun(status.knownRun().map(run -> RunSanitizer.bounded(run, status, now)).orElse(null))
        .withLastError(status.inFlight() ? told(status.lastError(), now) : status.lastError())
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

  /** With nothing told at greater length than there is room for. */
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

  /** Brought back to now where it lies too far ahead: else it would silence the schedule. */
  private static @Nullable Instant place(@Nullable Instant time, Instant now) {
    if (time == null) {
      return null;
    }
    var earliest = now.minus(LONGEST_PAUSE);
    var latest = past(time, now);
    return latest == null || latest.isBefore(earliest) ? earliest : latest;
  }

  /** In whole seconds; now, where it lies further ahead than clocks differ. */
  static @Nullable Instant past(@Nullable Instant time, Instant now) {
    if (time == null) {
      return null;
    }
    var latest = time.isAfter(now.plus(CLOCKS_DIFFER)) ? now : time;
    return (latest.isBefore(Instant.EPOCH) ? Instant.EPOCH : latest)
        .truncatedTo(ChronoUnit.SECONDS);
  }

  /** Whether it is as long as any that we write. */
  private static boolean isTime(@Nullable Instant time) {
    return time == null || time.toString().length() == Instant.EPOCH.toString().length();
  }

  private static @Nullable SyncError error(@Nullable SyncError error, Instant now) {
    return error == null ? null : error.at(past(error.time(), now));
  }

  /** As the run itself, which has no moment that is yet to come. */
  private static @Nullable SyncError told(@Nullable SyncError error, Instant now) {
    return error == null || error.time() == null || !error.time().isAfter(now)
        ? error
        : error.at(past(now, now));
  }

  /** As it is read of an annotation. */
  static @Nullable String request(@Nullable String text) {
    return text == null ? null : Truncation.withHash(text, StatusBudget.REQUEST);
  }

  /** One that is too long is nobody's, and is dropped rather than kept for ever. */
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
