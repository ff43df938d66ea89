package dev.backupsync.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.RunRecord;
import dev.backupsync.api.v1alpha1.RunResult;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.vendor.Outcome;
import java.time.Instant;
import java.util.Set;

/**
 * What must hold of a run's attempts: how many there are, when each begins, and how long it may
 * take. Reckons with spec and clock alone.
 */
final class AttemptLaws {
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
  private final AttemptClock clock;
  private Instant notBefore = Instant.MIN;
  private boolean failed;
  private boolean rejected;
  private int looks;
  private long retries;

  AttemptLaws(World world) {
    this.world = world;
    this.patience = new Patience(world);
    this.clock = new AttemptClock(world, patience);
  }

  long retries() {
    return retries;
  }

  /** What was heard before a crash may have been forgotten. */
  void driving() {
    failed = false;
    rejected = false;
  }

  void gone() {
    clock.gone();
  }

  void back() {
    clock.back();
  }

  void restarted() {
    clock.restarted();
  }

  void starting() {
    assertThat(world.now).as("a retry waits its time").isAfterOrEqualTo(notBefore);
    assertThat(world.second())
        .as("no start past its end")
        .isBeforeOrEqualTo(end(world.saved.run()));
  }

  /** The answer to a look or a poll. */
  void looked(Outcome answer) {
    clock.looked(answer);
    heard(answer);
  }

  void started(Outcome answer) {
    clock.started(answer);
    heard(answer);
  }

  /** What the vendor said of the attempt. */
  private void heard(Outcome answer) {
    failed = answer instanceof Outcome.Failed;
    rejected = answer instanceof Outcome.Rejected;
    looks = answer instanceof Outcome.Unconfirmed ? looks + 1 : looks;
    looks = answer instanceof Outcome.Running ? 0 : looks;
  }

  void kept(Decision decision) {
    clock.kept(decision);
  }

  void saved(SyncStatus before, SyncStatus after) {
    if (!after.inFlight()) {
      before.knownRun().filter(_ -> before.inFlight()).ifPresent(run -> ended(run, before, after));
      return;
    }
    var run = after.run();
    if (!before.inFlight()) {
      assertThat(run.attempt()).as("the first attempt").isEqualTo(1);
      notBefore = world.second();
    } else if (run.attempt() != before.run().attempt()) {
      retried(before.run(), run);
    } else {
      assertThat(failed || rejected).as("an attempt that failed goes on").isFalse();
      assertThat(run.timesUnconfirmed())
          .as("looks at an ended run")
          .isLessThanOrEqualTo(MOST_LOOKS);
    }
    if (after.mayRunAtVendor()) {
      assertThat(run.deadline()).as("an attempt's end follows the spec").isEqualTo(end(run));
    } else {
      assertThat(run).as("what was not sent has no end").isEqualTo(run.unsent());
    }
  }

  private Instant end(Run run) {
    var timeout = world.wish().settings().timeout();
    return run.acceptedTime().plus(timeout).plusSeconds(run.uncounted());
  }

  private void retried(Run before, Run run) {
    retries++;
    assertFailed(before);
    assertThat(run.operation()).as("what a retry follows").isNull();
    assertThat(run.attempt()).isEqualTo(before.attempt() + 1);
    assertThat(before.attempt()).as("retries").isLessThanOrEqualTo(patience.limit());
    assertThat(world.wish().target()).as("retried for").contains(run.target());
    assertThat(world.hasUnservedCancel()).as("retried although cancelled").isFalse();
    var wait = patience.beforeRetry(before.attempt());
    notBefore = world.second().plus(wait);
    var latest = notBefore.plus(wait.dividedBy(10));
    assertThat(run.nextPollTime()).as("the time of a retry").isBetween(notBefore, latest);
  }

  private void ended(Run run, SyncStatus before, SyncStatus after) {
    var record = after.lastRun();
    assertThat(record.id()).isEqualTo(run.id());
    assertThat(record.attempts()).isEqualTo(run.attempt());
    if (failed || ATTEMPT_FAILED.contains(record.reason())) {
      assertFailed(run);
      failedForGood(run, record);
    }
    if (record.reason() == Reason.DEADLINE_EXCEEDED) {
      assertThat(before.mayRunAtVendor()).as("late, and never sent").isTrue();
      clock.timedOut();
    }
  }

  /** By the vendor's word, or where five more looks found no good end of it. */
  private void assertFailed(Run run) {
    assertThat(rejected).as("rejected, and tried again").isFalse();
    assertThat(failed || looks > MOST_LOOKS || world.second().isAfter(end(run)))
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
    clock.rested();
  }
}
