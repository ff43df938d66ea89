package dev.backupsync.operation;

import dev.backupsync.api.v1alpha1.Excerpt;
import dev.backupsync.api.v1alpha1.RunRecord;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.Target;
import java.time.Duration;
import java.time.Instant;
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
  private static final int LONGEST_WORD = 256; // of an id, a token, a request, a vendor's state

  private Plausible() {}

  /**
   * The status to decide on.
   *
   * @param ours whether a target is one of this kind of sync
   */
  public static SyncStatus status(
      @Nullable SyncStatus written, Predicate<Target> ours, Instant now) {
    var status = written == null ? SyncStatus.NEW : written;
    return status
        .withRun(PlausibleRun.of(status, ours, now).orElse(null))
        .withLastRun(status.knownLastRun().filter(Plausible::whole).orElse(null))
        .withLastScheduleTime(place(status.lastScheduleTime(), now))
        .withQueuedTime(past(status.queuedTime(), now))
        .withLastSuccessTime(past(status.lastSuccessTime(), now))
        .withMessage(line(status.message()))
        .withError(line(status.error()))
        .withVendorState(word(status.vendorState()))
        .withLastHandledRequest(word(status.lastHandledRequest()))
        .withLastHandledCancel(word(status.lastHandledCancel()))
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
    var latest = past(time, now);
    return latest == null || latest.isBefore(earliest) ? earliest : latest;
  }

  /** Now, where it lies further ahead than clocks differ. */
  static @Nullable Instant past(@Nullable Instant time, Instant now) {
    return time == null || !time.isAfter(now.plus(CLOCKS_DIFFER)) ? time : now;
  }

  /** A word that is too long is nobody's, and is dropped rather than kept for ever. */
  private static @Nullable String word(@Nullable String text) {
    return text == null || isWord(text) ? text : null;
  }

  static boolean isWord(@Nullable String text) {
    return text == null || text.length() <= LONGEST_WORD;
  }

  private static @Nullable String line(@Nullable String text) {
    return text == null ? null : Excerpt.told(text, SyncError.MAX_MESSAGE);
  }

  private static boolean whole(RunRecord record) {
    return record.id() != null
        && record.trigger() != null
        && record.result() != null
        && isWord(record.id())
        && isWord(record.trigger().token())
        && (record.error() == null || record.error().length() <= SyncError.MAX_MESSAGE);
  }
}
