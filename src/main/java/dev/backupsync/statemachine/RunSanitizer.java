package dev.backupsync.statemachine;

import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.Patterns;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.StatusBudget;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.api.v1alpha1.Trigger;
import dev.backupsync.api.v1alpha1.Truncation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the run in flight as untrusted input: makes it complete, limited in size, and sure to end.
 */
final class RunSanitizer {
  /** The longest wait that a retry or a vendor may cause, with some jitter. */
  private static final Duration LONGEST_WAIT = Duration.ofDays(35);

  private static final int MOST_COUNTED = 1000;
  private static final int PUNCTUATION = 3; // of an element of a list

  private RunSanitizer() {}

  /** The run in status; empty if it cannot be a run of this kind of sync. */
  static Optional<Run> of(SyncStatus status, Predicate<Target> ours) {
    return status
        .knownRun()
        .filter(RunSanitizer::whole)
        .filter(RunSanitizer::brief)
        .filter(run -> ours.test(run.target()));
  }

  private static boolean whole(Run run) {
    return run.id() != null
        && run.trigger() != null
        && run.target() != null
        && run.target().connectionRef() != null
        && run.target().connectionRef().name() != null
        && Patterns.matches(Patterns.NAME, run.target().connectionRef().name())
        && run.target().connectionRef().namespace() != null
        && Patterns.matches(Patterns.NAME, run.target().connectionRef().namespace());
  }

  private static boolean brief(Run run) {
    var url = run.knownOperation().flatMap(Operation::knownUrl).orElse("");
    var id = run.knownOperation().flatMap(Operation::knownId).orElse("");
    var bystanders = run.bystanders() == null ? List.<String>of() : run.bystanders();
    var others = bystanders.stream().mapToInt(other -> Truncation.size(other) + PUNCTUATION).sum();
    return Truncation.fits(run.id(), StatusBudget.RUN_ID)
        && Truncation.size(id) + Truncation.size(url) + others <= StatusBudget.HANDLE
        && run.target().fits();
  }

  /** The run of {@code status}, brought within bounds. */
  static Run bounded(Run run, SyncStatus status, Instant now) {
    var bounded = bounded(run, now);
    return timed(
        status.inFlight() ? ClockSetBack.moved(bounded, status, now) : bounded, status, now);
  }

  private static Run bounded(Run run, Instant now) {
    var next = run.nextPollTime();
    var tooLate = next != null && next.isAfter(now.plus(LONGEST_WAIT));
    var trigger = run.trigger();
    var word = Truncation.cut(Objects.requireNonNullElse(trigger.word(), ""), StatusBudget.PAST);
    return run.withTrigger(new Trigger(word, StatusSanitizer.request(trigger.token())))
        .withAttempt(Math.max(1, run.attempt()))
        .withMisses(counted(run.misses()))
        .withIdlePolls(counted(run.idlePolls()))
        .withConfirmations(counted(run.confirmations()))
        .withStartTime(StatusSanitizer.past(run.startTime(), now))
        .withSentTime(StatusSanitizer.past(run.sentTime(), now))
        .withAcceptedTime(StatusSanitizer.past(run.acceptedTime(), now))
        .withLastSeenTime(StatusSanitizer.past(run.lastSeenTime(), now))
        .withUnseenSince(StatusSanitizer.past(run.unseenSince(), now))
        .withUncountedSeconds(uncounted(run.uncountedSeconds()))
        .withNextPollTime(tooLate ? null : next);
  }

  private static @Nullable Long uncounted(@Nullable Long seconds) {
    var most = StatusSanitizer.LONGEST_TIMEOUT.toSeconds();
    return seconds == null || seconds <= 0 ? null : Long.valueOf(Math.min(seconds, most));
  }

  /**
   * A run that may be at the vendor gets a start time, so that it ends even if someone removed that
   * time; a run that was not sent has none.
   */
  private static Run timed(Run run, SyncStatus status, Instant now) {
    if (!status.mayRunAtVendor()) {
      return status.inFlight() ? run.unsent() : run.withDeadline(deadline(run, now));
    }
    var accepted = first(run.acceptedTime(), first(run.startTime(), now));
    var last = first(run.lastSeenTime(), accepted);
    var unseen = run.unseenSince();
    var begun = run.withAcceptedTime(accepted).withLastSeenTime(later(last, accepted));
    return begun
        .withUnseenSince(unseen == null ? null : later(unseen, accepted))
        .withDeadline(deadline(begun, now));
  }

  private static Instant first(@Nullable Instant time, Instant otherwise) {
    return time == null ? otherwise : time;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** Used only while the spec cannot be read; otherwise the deadline is computed anew. */
  private static @Nullable Instant deadline(Run run, Instant now) {
    var written = run.deadline();
    var from = first(run.acceptedTime(), now).plusSeconds(run.uncounted());
    var latest = from.plus(StatusSanitizer.LONGEST_TIMEOUT);
    return written == null || written.isBefore(latest) ? written : latest;
  }

  private static int counted(int times) {
    return Math.clamp(times, 0, MOST_COUNTED);
  }

  private static @Nullable Integer counted(@Nullable Integer times) {
    return times == null ? null : Integer.valueOf(counted(times.intValue()));
  }
}
