package dev.backupsync.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.RunPolicy;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.TriggerType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What must hold of what asks for runs: each run is asked for, and each request is served once. */
final class TriggerLaws {
  private final World world;
  private final SlotLaws slots;
  private final StartLaws starts;
  private final Map<String, Instant> asked = new HashMap<>();
  private final Set<String> served = new HashSet<>();
  private final List<Run> runs = new ArrayList<>();

  TriggerLaws(World world, SlotLaws slots, StartLaws starts) {
    this.world = world;
    this.slots = slots;
    this.starts = starts;
  }

  void requested(String value) {
    asked.put(value, world.second());
  }

  void saved(SyncStatus before, SyncStatus after) {
    var run = after.knownRun();
    if (!run.map(Run::id).equals(before.knownRun().map(Run::id))) {
      world.wish().requestedAt().ifPresent(value -> assertServes(after, value));
    }
    run.filter(this::isNew).ifPresent(one -> begun(before, after, one));
    assertPinned(before, after);
  }

  private boolean isNew(Run run) {
    return runs.isEmpty() || !runs.getLast().id().equals(run.id());
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

  private void begun(SyncStatus before, SyncStatus after, Run run) {
    if (!runs.isEmpty()) {
      assertThat(after.pastRuns())
          .as("no run goes without its record")
          .anyMatch(record -> record.id().equals(runs.getLast().id()));
    }
    assertThat(world.wish().suspended()).as("no run begins while suspended").isFalse();
    assertThat(after.inFlight() || after.lastRun().id().equals(run.id()))
        .as("it goes on, or its end is told with it")
        .isTrue();
    assertThat(run.startTime()).isEqualTo(world.second());
    assertThat(world.wish().target()).contains(run.target());
    assertThat(asks(before, run)).as("something asks for %s", run.trigger()).isTrue();
    runs.add(run);
  }

  /** A run serves what was asked before it began, also one that is cancelled in the queue. */
  private static void assertServes(SyncStatus after, String value) {
    assertThat(after.lastHandledRequest()).as("the request that it serves").isEqualTo(value);
  }

  private boolean asks(SyncStatus before, Run run) {
    return switch (run.trigger().type()) {
      case CREATED -> runs.isEmpty();
      case REQUESTED ->
          world.wish().requestedAt().equals(Optional.ofNullable(run.trigger().token()))
              && !served.contains(run.trigger().token());
      case TARGET_CHANGED -> !runs.getLast().target().equals(run.target());
      case DRIFT ->
          starts.hasLooked()
              && world.wish().settings().runPolicy() == RunPolicy.IF_NEEDED
              && !world.second().isBefore(before.nextCheckTime())
              && world.needsOrWorks(run.target());
      case SCHEDULED -> slots.asks(run);
    };
  }

  long scheduledRuns() {
    return runs.stream().filter(run -> run.trigger().type() == TriggerType.SCHEDULED).count();
  }
}
