package dev.backupsync.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.RunPolicy;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.TriggerType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What must hold whatever happens, checked at every save, every question and every rest. */
final class Laws {
  private static final Duration SLACK = Duration.ofSeconds(5); // a crash costs a second
  private static final int MOST_WAKES_AT_ONCE = 3;
  private static final Predicate<Duration> A_SECOND_OR_MORE = wait -> wait.toSeconds() > 0;

  final SlotLaws slots;

  private final World world;
  private final Map<String, Instant> asked = new HashMap<>();
  private final Set<String> served = new HashSet<>();
  private final List<Run> runs = new ArrayList<>();
  private final Map<String, Instant> notBefore = new HashMap<>();
  private final Map<String, Instant> endsBy = new HashMap<>();
  private Duration grace = Duration.ZERO;
  private String lastQuestion = "";
  private int wakesAtOnce;

  Laws(World world) {
    this.world = world;
    this.slots = new SlotLaws(world);
  }

  void requested(String value, Instant now) {
    asked.put(value, now.truncatedTo(ChronoUnit.SECONDS));
  }

  /** Another process, or another turn: what was asked before licenses nothing now. */
  void driving() {
    lastQuestion = "";
  }

  /** Nobody was there to end a run: from now on somebody is. */
  void back() {
    var latest = world.now.minus(grace);
    endsBy.replaceAll((_, end) -> end.isBefore(latest) ? latest : end);
  }

  void locating(Run run) {
    lastQuestion = "locate " + Job.attempt(run);
  }

  void polling() {
    lastQuestion = "poll";
    assertThat(world.saved.run().operation()).as("the handle is saved before a poll").isNotNull();
  }

  void starting(Run run, ModelVendor vendor) {
    var wish = world.wish();
    var key = Job.attempt(run);
    assertThat(lastQuestion).as("no start without a look").isEqualTo("locate " + key);
    assertThat(world.saved.run()).as("the licence is saved before the start").isEqualTo(run);
    assertThat(run.inDoubt()).as("the licence says that a start was sent").isTrue();
    assertThat(wish.suspended()).as("nothing starts while suspended").isFalse();
    assertThat(world.now).as("a retry waits its time").isAfterOrEqualTo(notBefore.get(key));
    assertThat(run.attempt() - 1).as("retries").isLessThanOrEqualTo(wish.policy().retryLimit());
    wish.cancelRequestedAt()
        .ifPresent(
            value -> assertThat(world.saved.lastHandledCancel()).as("cancelled").isEqualTo(value));
    if (wish.policy().runPolicy() == RunPolicy.IF_NEEDED) {
      assertThat(vendor.needed(run.target())).as("needed").isTrue();
    }
    assertNoSecond(run, key, vendor);
    lastQuestion = "start";
  }

  private void assertNoSecond(Run run, String key, ModelVendor vendor) {
    assertThat(vendor.jobs)
        .as("an attempt whose start was heard of starts no more")
        .noneMatch(job -> job.attempt.equals(key) && job.known);
    assertThat(vendor.working(run.target()).filter(job -> !vendor.mayNotKnow(job, run, world.now)))
        .as("one run per target at a time")
        .isEmpty();
  }

  void saved(SyncStatus before, Transition step) {
    slots.noticed();
    var after = step.status();
    after.knownRun().filter(_ -> after.inFlight()).ifPresent(run -> inFlight(before, run));
    if (!before.inFlight() && after.inFlight()) {
      assertThat(after.state()).isEqualTo(SyncState.STARTING);
    }
    assertPinned(before, after);
    slots.saved(before, step);
    assertThat(after.pastRuns()).as("history").hasSizeLessThanOrEqualTo(10);
    assertThat(World.json(after).length()).as("size of the status").isLessThan(16 * 1024);
  }

  /** A request counts as served by a run that began after it, and by no other. */
  private void assertPinned(SyncStatus before, SyncStatus after) {
    var value = after.lastHandledRequest();
    if (value == null || value.equals(before.lastHandledRequest())) {
      return;
    }
    assertThat(world.wish().requestedAt()).contains(value);
    assertThat(served.add(value)).as("%s is served once", value).isTrue();
    assertThat(after.run().startTime())
        .as("a run that started after its request")
        .isAfterOrEqualTo(asked.get(value));
  }

  private void inFlight(SyncStatus before, Run run) {
    if (runs.isEmpty() || !runs.getLast().id().equals(run.id())) {
      begun(before, run);
    }
    var key = Job.attempt(run);
    var policy = world.wish().policy();
    var next = run.nextPollTime();
    notBefore.putIfAbsent(key, next == null ? world.now : next);
    grace = grace.compareTo(policy.grace()) > 0 ? grace : policy.grace();
    if (run.deadline() == null) {
      assertThat(world.wish().suspended() || world.wasHeld(run)).as("an end is in sight").isTrue();
      endsBy.remove(key);
    } else {
      var from = world.now.isAfter(notBefore.get(key)) ? world.now : notBefore.get(key);
      endsBy.putIfAbsent(key, from.plus(policy.timeout()));
    }
  }

  private void begun(SyncStatus before, Run run) {
    if (!runs.isEmpty()) {
      assertThat(before.pastRuns())
          .as("no run goes without its record")
          .anyMatch(record -> record.id().equals(runs.getLast().id()));
    }
    assertThat(before.inFlight()).as("one run at a time").isFalse();
    assertThat(run.startTime()).isEqualTo(world.second());
    assertThat(world.wish().target()).contains(run.target());
    assertThat(asks(before, run)).as("something asks for %s", run.trigger()).isTrue();
    runs.add(run);
  }

  private boolean asks(SyncStatus before, Run run) {
    return switch (run.trigger().type()) {
      case CREATED -> runs.isEmpty();
      case REQUESTED ->
          world.wish().requestedAt().equals(Optional.ofNullable(run.trigger().token()))
              && !served.contains(run.trigger().token());
      case TARGET_CHANGED -> !runs.getLast().target().equals(run.target());
      case DRIFT ->
          lastQuestion.startsWith("locate")
              && world.wish().policy().runPolicy() == RunPolicy.IF_NEEDED
              && !world.second().isBefore(before.nextCheckTime())
              && world.needsOrWorks(run.target());
      case SCHEDULED -> slots.asks(run);
    };
  }

  long scheduledRuns() {
    return runs.stream().filter(run -> run.trigger().type() == TriggerType.SCHEDULED).count();
  }

  /** Also between two turns: time alone may break these. */
  void rested() {
    var saved = world.saved;
    if (world.isAway()) {
      return;
    }
    if (saved.inFlight() && endsBy.containsKey(Job.attempt(saved.run()))) {
      assertThat(world.now)
          .as("every run ends within its timeout and a grace")
          .isBefore(endsBy.get(Job.attempt(saved.run())).plus(grace).plus(SLACK));
    }
  }

  void rested(Optional<Duration> wake) {
    rested();
    wakesAtOnce = wake.filter(A_SECOND_OR_MORE.negate()).isPresent() ? wakesAtOnce + 1 : 0;
    assertThat(wakesAtOnce).as("no busy loop").isLessThanOrEqualTo(MOST_WAKES_AT_ONCE);
    wake.ifPresent(wait -> assertThat(wait).isGreaterThanOrEqualTo(Duration.ZERO));
    var status = world.saved;
    if (world.scene.gate() instanceof Gate.Unseen) {
      return; // the connection's first probe wakes
    }
    if (status.inFlight()) {
      assertThat(wake.isPresent() || status.run().deadline() == null)
          .as("a run in flight is come back to")
          .isTrue();
      return;
    }
    assertThat(status.reason()).isNotEqualTo(Reason.PROGRESSING_WITH_RETRY);
    if (world.wish().suspended()) {
      assertThat(wake).as("nobody is woken while suspended").isEmpty();
    } else if (wake.filter(Duration.ZERO::equals).isPresent()) {
      assertThat(somethingWaits()).as("something is left to do at once").isTrue();
    } else {
      sleeps(wake.map(world.second()::plus), status);
    }
  }

  /** A sync that rests: nothing that could be done is left, and the next thing to do wakes. */
  private void sleeps(Optional<Instant> wake, SyncStatus status) {
    assertThat(world.isOpen() && somethingWaits()).as("asleep with something to do").isFalse();
    if (!world.isAskedFor()) {
      assertThat(slots.unserved()).as("slots to be given up").isEqualTo(slots.inTime());
    }
    var check = Optional.ofNullable(status.nextCheckTime());
    var slot = slots.wake();
    if (wake.isEmpty() || !wake.equals(check)) {
      assertThat(wake).as("a slot wakes, and nothing else but a check").isEqualTo(slot);
    }
    slot.ifPresent(when -> assertThat(wake.orElseThrow()).isBeforeOrEqualTo(when));
    if (world.isOpen() && world.wish().policy().runPolicy() == RunPolicy.IF_NEEDED) {
      assertThat(wake).as("with IfNeeded somebody looks again").isPresent();
      assertThat(wake.get()).isBeforeOrEqualTo(check.orElseThrow());
      assertThat(check.get()).isBeforeOrEqualTo(world.second().plus(Scene.CHECK_INTERVAL));
    }
  }

  private boolean somethingWaits() {
    return world.isAskedFor() || slots.unserved().isPresent();
  }
}
