package dev.backupsync.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.RunPolicy;
import dev.backupsync.api.v1alpha1.RunRecord;
import dev.backupsync.api.v1alpha1.RunResult;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.vendor.Need;
import dev.backupsync.vendor.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What must hold of a start: a look permitted it, and nothing that may be ours was overlooked.
 * Draws its own conclusions from what was asked and answered, and believes no doubt that status
 * tells.
 */
final class StartLaws {
  /** Eight polls. */
  static final Duration DOUBT = Duration.ofMinutes(2);

  /** Two polls: for as long a start may be on its way. */
  private static final Duration ARRIVAL = Duration.ofSeconds(30);

  private final World world;
  private String attempt = "";
  private String lastQuestion = "";
  private boolean doubt;
  private boolean beganInNeed;
  private boolean permitted;
  private boolean heardOf;
  private boolean refused;
  private boolean done;
  private Optional<Boolean> seenNeed = Optional.empty();
  private Instant sent = Instant.MAX;
  private Optional<Instant> doubtedBefore = Optional.empty();
  private Instant firstSent = Instant.MAX;
  private final Set<String> givenUp = new HashSet<>();

  StartLaws(World world) {
    this.world = world;
  }

  /** Another process, or another turn: what was asked before permits nothing now. */
  void driving() {
    lastQuestion = "";
    permitted = false;
    heardOf = false;
    done = false;
    seenNeed = Optional.empty();
  }

  void locating(Run run) {
    lastQuestion = "locate " + Job.attempt(run);
    assertThat(run.inDoubt()).as("asked whether a start of ours is there").isEqualTo(doubt);
  }

  /** Nothing in flight permits a start, where no start of ours can be or have been. */
  void looked(Outcome answer) {
    heardOf = answer instanceof Outcome.Running;
    refused = false;
    done = false;
    if (answer instanceof Outcome.Absent absent) {
      var didItsWork = doubt && beganInNeed && absent.need() instanceof Need.NotNeeded;
      var wait = absent.conclusive() ? ARRIVAL : DOUBT;
      var settled = doubt && !world.second().isBefore(sent.plus(wait));
      permitted = !doubt || (settled && !didItsWork);
      var mayBeSpared = world.wish().settings().runPolicy() == RunPolicy.IF_NEEDED;
      done = absent.need() instanceof Need.NotNeeded && (didItsWork || mayBeSpared);
      seenNeed = Optional.of(absent.need() instanceof Need.Needed);
    }
  }

  void polling(Run run) {
    lastQuestion = "poll";
    assertThat(run).as("what is asked for is what is saved").isEqualTo(world.saved.run());
    assertThat(run.operation()).as("the handle is saved before a poll").isNotNull();
  }

  void starting(Run run, ModelVendor vendor) {
    var desired = world.wish();
    var key = Job.attempt(run);
    assertThat(lastQuestion).as("no start without a look").isEqualTo("locate " + key);
    assertThat(permitted).as("no start that the look does not permit").isTrue();
    assertThat(world.saved.run()).as("the licence is saved before the start").isEqualTo(run);
    assertThat(run.inDoubt()).as("the licence says that a start was sent").isTrue();
    assertThat(run.deadline()).as("an attempt that starts has an end").isNotNull();
    assertThat(desired.suspended()).as("nothing starts while suspended").isFalse();
    desired
        .cancelRequestedAt()
        .ifPresent(
            value -> assertThat(world.saved.lastHandledCancel()).as("cancelled").isEqualTo(value));
    if (desired.settings().runPolicy() == RunPolicy.IF_NEEDED) {
      assertThat(vendor.needed(run.target())).as("needed").isTrue();
    }
    assertNoSecond(run, key, vendor);
    lastQuestion = "start";
  }

  private void assertNoSecond(Run run, String key, ModelVendor vendor) {
    assertThat(vendor.jobs)
        .as("an attempt whose start was heard of starts no more")
        .noneMatch(job -> job.attempt.equals(key) && job.known);
    assertThat(vendor.working(run.target()).filter(job -> !vendor.mayNotKnow(job, world.now)))
        .as("one run per target at a time")
        .isEmpty();
  }

  /** Whether the vendor's answer tells what became of a start. */
  void started(Outcome answer) {
    heardOf = !(answer instanceof Outcome.Unknown);
    refused = answer instanceof Outcome.Deferred;
  }

  /** A job that is over speaks for a run only if its start may have brought it about. */
  void judging(Job job) {
    assertThat(job.working() || !job.began.isBefore(firstSent))
        .as("taken for ours, although it was over before")
        .isTrue();
  }

  /** What is durable now; a start may have been sent from then on, whoever dies. */
  void kept(Decision decision) {
    var status = decision.status();
    var key = status.inFlight() ? Job.attempt(status.run()) : "";
    if (!key.equals(attempt)) {
      attempt = key;
      doubt = false;
      beganInNeed = false;
      firstSent = Instant.MAX;
    }
    if (decision.call() instanceof VendorCall.Start) {
      doubtedBefore = doubt ? Optional.of(sent) : Optional.empty();
      doubt = true;
      sent = world.second();
      beganInNeed = seenNeed.orElse(false);
      firstSent = sent.isBefore(firstSent) ? sent : firstSent;
    } else if (heardOf && refused && doubtedBefore.isPresent()) {
      sent = doubtedBefore.get(); // an earlier start may be why
    } else if (heardOf || (permitted && world.wish().suspended())) {
      doubt = false; // held back, where a start would have been right
    }
  }

  /** Nothing that may be at work is abandoned unseen, and nothing counts as done undone. */
  void ended(SyncStatus before, RunRecord record) {
    var run = before.run();
    if (record.result() == RunResult.SUCCEEDED) {
      assertThat(before.state() == SyncState.SYNCHRONIZING || done)
          .as("done without a start")
          .isTrue();
      assertThat(world.vendor.jobs)
          .as("done while the vendor works on it")
          .noneMatch(
              job -> job.of(run) && job.working() && !world.vendor.mayNotKnow(job, world.now));
    }
    var unseen = doubt && seenNeed.isEmpty();
    assertThat(unseen && record.result() == RunResult.CANCELLED).as("cancelled unseen").isFalse();
    if (record.result() == RunResult.CANCELLED || record.reason() == Reason.DEADLINE_EXCEEDED) {
      givenUp.add(run.id());
    }
  }

  /** Whether its run ended without its end: nobody follows it any more. */
  boolean gaveUp(Job job) {
    return givenUp.stream().anyMatch(id -> job.attempt.startsWith(id + "#"));
  }

  /** Whether a look was the last that was asked. */
  boolean hasLooked() {
    return lastQuestion.startsWith("locate");
  }

  void adopted(Run run) {
    if (run.adopted()) {
      world.vendor.jobs.stream().filter(job -> job.named(run)).forEach(this::judging);
    }
  }
}
