package dev.backupsync.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.StatusBudget;
import dev.backupsync.api.v1alpha1.StoreJson;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.vendor.Outcome;
import java.time.Duration;
import java.util.Optional;

/** What must hold whatever happens, checked at every save, every question and every rest. */
final class Laws {
  final SlotLaws slots;
  final StartLaws starts;
  final AttemptLaws attempts;
  final TriggerLaws triggers;

  private final World world;
  private final RestLaws rests;

  Laws(World world) {
    this.world = world;
    this.slots = new SlotLaws(world);
    this.starts = new StartLaws(world);
    this.attempts = new AttemptLaws(world);
    this.triggers = new TriggerLaws(world, slots, starts);
    this.rests = new RestLaws(world, slots);
  }

  void driving() {
    starts.driving();
    attempts.driving();
  }

  void back() {
    attempts.back();
  }

  void starting(Run run, ModelVendor vendor) {
    attempts.starting();
    starts.starting(run, vendor);
  }

  void looked(Outcome answer) {
    starts.looked(answer);
    attempts.looked(answer);
  }

  void started(Outcome answer) {
    starts.started(answer);
    attempts.started(answer);
  }

  void saved(SyncStatus before, Decision decision) {
    slots.noticed();
    var after = decision.status();
    triggers.saved(before, after);
    if (before.inFlight() && !after.inFlight()) {
      starts.ended(before, after.lastRun());
    }
    attempts.saved(before, after);
    starts.kept(decision);
    attempts.kept(decision);
    if (before.inFlight() && after.inFlight() && !before.run().adopted()) {
      starts.adopted(after.run());
    }
    slots.saved(before, decision);
    assertThat(after.pastRuns()).as("history").hasSizeLessThanOrEqualTo(10);
  }

  void written(String status) {
    assertThat(StoreJson.bytes(status)).as("bytes of the status").isLessThan(StatusBudget.WHOLE);
  }

  /** What was decided without a change. */
  void unchanged(Decision decision) {
    starts.kept(decision);
    attempts.kept(decision);
    slots.unchanged(decision);
  }

  /** Also between two turns. */
  void rested() {
    if (!world.operator.isAway() && world.isOpen()) {
      attempts.rested();
    }
  }

  void rested(Optional<Duration> wake) {
    rested();
    rests.rested(wake);
  }
}
