package dev.backupsync.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What must hold of a schedule: each slot has one run, or is told as missed, once. Keeps its own
 * account of the slots that are behind a sync, and believes nothing that status says of them.
 */
final class SlotLaws {
  private static final int MOST_COUNTED = 100;

  private final World world;
  private Optional<Plan> noticed = Optional.empty();
  private Instant behind = Instant.MIN;
  private long missed;

  SlotLaws(World world) {
    this.world = world;
  }

  /** How many slots were told as missed. */
  long missed() {
    return missed;
  }

  /** A schedule is known from the first step that is durable, and looks only forward. */
  void noticed() {
    if (noticed.isEmpty() || world.plan.filter(noticed.get()::sameSlots).isEmpty()) {
      behind = world.second();
    }
    noticed = world.plan;
  }

  void saved(SyncStatus before, Decision decision) {
    var told = tellsOfMissed(decision);
    if (begins(before, decision.status())) {
      assertTold(told, unserved().map(latest -> latest.minusSeconds(1)));
      behind = unserved().orElse(behind);
    } else if (!told.isEmpty()) {
      assertThat(world.wish().suspended()).as("given up while suspended").isFalse();
      assertThat(inTime()).as("given up although it could run").isEmpty();
      assertTold(told, unserved());
      behind = unserved().orElse(behind);
    }
    assertThat(Optional.ofNullable(decision.status().nextRunTime()))
        .as("nextRunTime")
        .isEqualTo(next());
  }

  /** What was decided without a change says nothing new. */
  void unchanged(Decision decision) {
    noticed();
    assertThat(tellsOfMissed(decision)).as("told before").isEmpty();
    assertThat(Optional.ofNullable(decision.status().nextRunTime()))
        .as("nextRunTime")
        .isEqualTo(next());
  }

  /** Whether a slot asks for this run: the latest that is due, neither served yet nor too old. */
  boolean asks(Run run) {
    return inTime().map(Instant::toString).equals(Optional.ofNullable(run.trigger().token()));
  }

  /** The latest slot that is due and behind which nothing has left it. */
  Optional<Instant> unserved() {
    return world.plan.map(plan -> plan.latest(world.second())).filter(behind::isBefore);
  }

  /** The same, where its run may still begin. */
  Optional<Instant> inTime() {
    return unserved().filter(slot -> expiry(slot).filter(world.second()::isAfter).isEmpty());
  }

  /** When a slot makes the operator come back to a sync at rest. */
  Optional<Instant> wake() {
    var end = inTime().flatMap(this::expiry).map(last -> last.plusSeconds(1));
    return Stream.of(next(), end).flatMap(Optional::stream).min(Instant::compareTo);
  }

  /** The last moment of the slot that is due, or of the next one. */
  Optional<Instant> lastMoment() {
    var patience = world.plan.flatMap(Plan::startingDeadline);
    return inTime().flatMap(this::expiry).or(() -> next().flatMap(due -> patience.map(due::plus)));
  }

  private Optional<Instant> next() {
    return world
        .plan
        .filter(_ -> !world.wish().suspended())
        .map(plan -> plan.next(behind, world.second()));
  }

  private Optional<Instant> expiry(Instant slot) {
    return world.plan.flatMap(plan -> plan.expiry(slot));
  }

  /** Also a run that was cancelled before it left the queue. */
  private static boolean begins(SyncStatus before, SyncStatus after) {
    var id = after.knownRun().map(Run::id);
    return id.isPresent() && !id.equals(before.knownRun().map(Run::id));
  }

  private static List<String> tellsOfMissed(Decision decision) {
    return decision.events().stream()
        .filter(event -> event.kind() == SyncEvent.Kind.MISSED_SCHEDULE)
        .map(SyncEvent::message)
        .toList();
  }

  /** One message of all slots up to {@code end} that had no run; none where there are none. */
  private void assertTold(List<String> told, Optional<Instant> end) {
    var count = end.map(last -> world.plan.orElseThrow().count(behind, last)).orElse(0L);
    missed += count;
    if (count == 0) {
      assertThat(told).as("slots missed").isEmpty();
      return;
    }
    var first = world.plan.orElseThrow().first(behind);
    var text =
        count == 1
            ? "The slot of "
            : (count < MOST_COUNTED ? "" + count : "At least " + MOST_COUNTED) + " slots since ";
    assertThat(told).as("slots missed").singleElement().asString().startsWith(text + first + " ");
  }
}
