package dev.backupsync.statemachine;

import dev.backupsync.api.v1alpha1.SyncState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An operator that may die at any save, stays away, and comes back only when something wakes it.
 */
final class CrashableOperator {
  private final World world;
  private Optional<Instant> wakeAt = Optional.empty();
  private Optional<Instant> backAt = Optional.empty();
  private Duration absence = Duration.ZERO;
  private int turns;
  private int crashIn;
  private boolean crashAfterSave;
  private boolean written;
  private int crashes;
  private Optional<Instant> since = Optional.empty();

  CrashableOperator(World world) {
    this.world = world;
  }

  int crashes() {
    return crashes;
  }

  Optional<Instant> wakeAt() {
    return wakeAt;
  }

  /** It dies at its k-th save from now, and another comes after a while. */
  void crashAtSave(int k, boolean afterSave, Duration absence) {
    crashIn = k;
    crashAfterSave = afterSave;
    this.absence = absence;
  }

  /** Nobody until then, whatever happens. */
  void goAway(Duration time) {
    backAt = Optional.of(world.now.plus(time));
    wakeAt = backAt;
    since = Optional.empty();
    world.laws.attempts.gone();
  }

  boolean isAway() {
    return backAt.isPresent();
  }

  /** From now on it lives. */
  void recover() {
    crashIn = 0;
    backAt = backAt.map(_ -> world.now);
  }

  /** Who has just started sees no connection yet. */
  void restart() {
    since = Optional.empty();
    world.laws.attempts.restarted();
    var gate = world.scene.gate();
    world.scene = world.scene.gate(new Gate.Unknown());
    drive();
    world.scene = world.scene.gate(gate);
    drive();
  }

  void drive() {
    if (backAt.filter(world.now::isBefore).isPresent()) {
      return;
    }
    if (isAway()) {
      backAt = Optional.empty();
      world.laws.back();
      restart();
    } else {
      turn();
    }
  }

  /** As somebody does it who knows nothing but what was saved. */
  private void turn() {
    world.laws.driving();
    wakeAt = Optional.empty();
    since = since.or(() -> Optional.of(world.second()));
    var gate = world.isOpen() ? new Gate.Open(world.vendor) : world.scene.gate();
    try {
      var status = StatusSanitizer.status(world.saved, _ -> true, world.now);
      var wake =
          new SyncDriver(
                  TestClocks.movedBy(() -> world.now),
                  () -> false,
                  () -> "run-%032d".formatted(++turns),
                  new ClockWatch(since))
              .drive(world.wish(), gate, status, world.now, this::save);
      world.laws.rested(wake);
      wakeAt = wake.map(world.now::plus);
    } catch (Crash _) {
      crashes++;
      since = Optional.empty();
      world.laws.attempts.restarted();
      wakeAt = Optional.of(world.now.plusSeconds(1));
      if (!absence.isZero()) {
        goAway(absence);
      }
    }
    remember();
  }

  /** What is not written is not remembered by the next turn. */
  private void remember() {
    if (written) {
      var text = StoredStatuses.write(world.saved);
      world.laws.written(text);
      world.saved = StoredStatuses.read(text);
      written = false;
    }
  }

  private void save(Decision decision) {
    var crash = --crashIn == 0;
    if (crash && !crashAfterSave) {
      throw new Crash();
    }
    if (decision.status().equals(world.saved)) {
      world.laws.unchanged(decision);
    } else {
      world.laws.saved(world.saved, decision);
      world.saved = decision.status();
      written = true;
      heardOf();
    }
    if (crash) {
      throw new Crash();
    }
  }

  private void heardOf() {
    if (world.saved.state() == SyncState.SYNCHRONIZING) {
      world.vendor.jobs.stream()
          .filter(job -> job.meant(world.saved.run()))
          .forEach(job -> job.known = true);
    }
  }

  /** The process dies. */
  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
