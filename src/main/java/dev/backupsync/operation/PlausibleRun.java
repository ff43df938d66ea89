package dev.backupsync.operation;

import dev.backupsync.api.v1alpha1.Excerpt;
import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.Patterns;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.StatusBudget;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.api.v1alpha1.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads a run in flight as input: it must be whole, short, and come to an end. */
final class PlausibleRun {
  /** No retry and no vendor may have us wait longer, some jitter included. */
  private static final Duration LONGEST_WAIT = Duration.ofDays(35);

  private static final int MOST_COUNTED = 1000;
  private static final int PUNCTUATION = 3; // of an element of a list

  private PlausibleRun() {}

  /** The run that is remembered; empty where it cannot be one of this kind of sync. */
  static Optional<Run> of(SyncStatus status, Predicate<Target> ours) {
    return status
        .knownRun()
        .filter(PlausibleRun::whole)
        .filter(PlausibleRun::brief)
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
    var others = bystanders.stream().mapToInt(other -> Excerpt.size(other) + PUNCTUATION).sum();
    return Excerpt.fits(run.id(), StatusBudget.RUN_ID)
        && Excerpt.size(id) + Excerpt.size(url) + others <= StatusBudget.HANDLE
        && run.target().fits();
  }

  static Run bounded(Run run, boolean followed, Instant now) {
    var next = run.nextPollTime();
    var tooLate = next != null && next.isAfter(now.plus(LONGEST_WAIT));
    var trigger = run.trigger();
    var word = Excerpt.of(Objects.requireNonNullElse(trigger.word(), ""), StatusBudget.PAST);
    return run.withTrigger(new Trigger(word, Plausible.request(trigger.token())))
        .withAttempt(Math.max(1, run.attempt()))
        .withMisses(counted(run.misses()))
        .withIdlePolls(counted(run.idlePolls()))
        .withConfirmations(counted(run.confirmations()))
        .withStartTime(Plausible.past(run.startTime(), now))
        .withSentTime(Plausible.past(run.sentTime(), now))
        .withNextPollTime(tooLate ? null : next)
        .withDeadline(deadline(run.deadline(), followed, now));
  }

  /** What the vendor runs must end some time, also where somebody took its deadline away. */
  private static @Nullable Instant deadline(
      @Nullable Instant written, boolean followed, Instant now) {
    var latest = now.plus(Plausible.LONGEST_TIMEOUT);
    if (written == null) {
      return followed ? latest : null;
    }
    return written.isBefore(latest) ? written : latest;
  }

  private static int counted(int times) {
    return Math.clamp(times, 0, MOST_COUNTED);
  }

  private static @Nullable Integer counted(@Nullable Integer times) {
    return times == null ? null : Integer.valueOf(counted(times.intValue()));
  }
}
