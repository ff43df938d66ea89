package dev.backupsync.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.RunRecord;
import dev.backupsync.api.v1alpha1.RunResult;
import dev.backupsync.api.v1alpha1.SyncStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What must hold of a run's attempts: how many there are, when each begins, and how long it may
 * take. Reckons with spec and clock alone.
 */
final class AttemptLaws {
  private static final Duration SLACK = Duration.ofSeconds(5); // a crash costs a second
  private static final Set<Reason> ATTEMPT_FAILED =
      Set.of(
          Reason.SYNC_FAILED,
          Reason.STILL_OUT_OF_SYNC,
          Reason.NOT_CONVERGED,
          Reason.SESSION_LOST,
          Reason.RETRIES_EXHAUSTED);

  private static final int MOST_LOOKS = 5;

  private final World world;
  private final Patience patience;
  private Instant notBefore = Instant.MIN;
  private Instant timeIsUp = Instant.MAX;
  private Optional<Instant> endsBy = Optional.empty();
  private Duration longestGrace = Duration.ZERO;
  private boolean sighted;
  private boolean failed;
  private boolean rejected;
  private int looks;
  private long retries;

  AttemptLaws(World world) {
    this.world = world;
    this.patience = new Patience(world);
  }

  long retries() {
    return retries;
  }

  /** What was heard before a crash may have been forgotten. */
  void driving() {
    sighted = false;
    failed = false;
    rejected = false;
  }

  /** Nobody was there to end a run: from now on somebody is. */
  void back() {
    var latest = world.now.minus(longestGrace);
    endsBy = endsBy.map(end -> end.isBefore(latest) ? latest : end);
  }

  void starting() {
    assertThat(world.now).as("a retry waits its time").isAfterOrEqualTo(notBefore);
    assertThat(world.second()).as("no start past its end").isBeforeOrEqualTo(endsBy.orElseThrow());
  }

  /** Whether the vendor could be seen, and what it said of the attempt. */
  void heard(Outcome answer) {
    sighted = answer instanceof Outcome.Running || answer instanceof Outcome.Absent;
    failed = answer instanceof Outcome.Failed;
    rejected = answer instanceof Outcome.Rejected;
    looks = answer instanceof Outcome.Unconfirmed ? looks + 1 : looks;
    looks = answer instanceof Outcome.Running ? 0 : looks;
  }

  void saved(SyncStatus before, SyncStatus after) {
    if (!after.inFlight()) {
      before.knownRun().filter(_ -> before.inFlight()).ifPresent(run -> ended(run, after));
      endsBy = Optional.empty();
      longestGrace = Duration.ZERO;
      return;
    }
    var run = after.run();
    if (!before.inFlight()) {
      assertThat(run.attempt()).as("the first attempt").isEqualTo(1);
      notBefore = world.second();
      dated(run, notBefore, notBefore);
    } else if (run.attempt() != before.run().attempt()) {
      retried(before.run(), run);
    } else {
      goesOn(before.run(), run);
    }
    longestGrace = Patience.longer(longestGrace, patience.grace());
  }

  private void retried(Run before, Run run) {
    retries++;
    assertFailed();
    assertThat(run.operation()).as("what a retry follows").isNull();
    assertThat(run.attempt()).isEqualTo(before.attempt() + 1);
    assertThat(before.attempt()).as("retries").isLessThanOrEqualTo(patience.limit());
    assertThat(world.wish().target()).as("retried for").contains(run.target());
    assertThat(world.hasUnservedCancel()).as("retried although cancelled").isFalse();
    var wait = patience.beforeRetry(before.attempt());
    notBefore = world.second().plus(wait);
    var latest = notBefore.plus(wait.dividedBy(10));
    assertThat(run.nextPollTime()).as("the time of a retry").isBetween(notBefore, latest);
    dated(run, notBefore, latest);
  }

  /** An attempt that begins in between has its whole time, and not more. */
  private void dated(Run run, Instant first, Instant last) {
    var timeout = world.wish().policy().timeout();
    timeIsUp = first.plus(timeout);
    endsBy = Optional.of(last.plus(timeout));
    assertThat(run.deadline()).as("an attempt's end").isBetween(timeIsUp, last.plus(timeout));
  }

  private void goesOn(Run before, Run run) {
    assertThat(failed || rejected).as("an attempt that failed goes on").isFalse();
    assertThat(run.timesUnconfirmed()).as("looks at an ended run").isLessThanOrEqualTo(MOST_LOOKS);
    if (run.deadline() == null) {
      var held = world.wish().suspended() || before.deadline() == null;
      assertThat(held).as("an end is in sight").isTrue();
      endsBy = Optional.empty();
    } else if (before.deadline() == null) {
      dated(run, world.second(), world.second());
    } else {
      assertThat(run.deadline()).as("an attempt keeps its end").isEqualTo(before.deadline());
    }
  }

  private void ended(Run run, SyncStatus after) {
    var record = after.lastRun();
    assertThat(record.id()).isEqualTo(run.id());
    assertThat(record.attempts()).isEqualTo(run.attempt());
    if (failed || ATTEMPT_FAILED.contains(record.reason())) {
      assertFailed();
      failedForGood(run, record);
    }
    if (record.reason() == Reason.DEADLINE_EXCEEDED) {
      var blind = sighted ? Duration.ZERO : patience.grace();
      assertThat(world.second()).as("timed out").isAfter(timeIsUp.plus(blind));
    }
  }

  /** By the vendor's word, or where five more looks found no good end of it. */
  private void assertFailed() {
    assertThat(rejected).as("rejected, and tried again").isFalse();
    assertThat(failed || looks > MOST_LOOKS || world.second().isAfter(timeIsUp))
        .as("looked at often enough")
        .isTrue();
    looks = 0;
  }

  private void failedForGood(Run run, RunRecord record) {
    if (world.hasUnservedCancel()) {
      assertThat(record.result()).isEqualTo(RunResult.CANCELLED);
      return;
    }
    assertThat(record.result()).isEqualTo(RunResult.FAILED);
    if (world.wish().target().filter(run.target()::equals).isPresent()) {
      assertThat(run.attempt()).as("attempts until a run failed").isEqualTo(patience.limit() + 1);
    }
  }

  /** Also between two turns: time alone may break this. */
  void rested() {
    if (world.saved.inFlight()) {
      endsBy.ifPresent(
          end ->
              assertThat(world.now)
                  .as("every run ends within its timeout and a grace")
                  .isBefore(end.plus(longestGrace).plus(SLACK)));
    }
  }
}
