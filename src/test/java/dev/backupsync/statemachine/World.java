package dev.backupsync.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.Target;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * A sync in its surroundings: the object that users edit, what is stored of it, the clock, a
 * vendor, and the operator, who knows of all that only what it sees when it wakes.
 */
final class World {
  private static final int ENOUGH_WAKES = 5000;

  final ModelVendor vendor;
  final Laws laws = new Laws(this);
  final CrashableOperator operator = new CrashableOperator(this);
  Scene scene;
  Optional<Plan> plan = Optional.empty();
  SyncStatus saved = SyncStatus.NEW;
  Instant now = Scene.T0.plusMillis(700);

  private int requests;

  World(Scene scene, BiFunction<InstantSource, Laws, ModelVendor> vendor) {
    this.scene = scene;
    this.vendor = vendor.apply(() -> now, laws);
  }

  DesiredState wish() {
    return scene.desired();
  }

  boolean isOpen() {
    return scene.gate() instanceof Gate.Open;
  }

  boolean hasUnservedRequest() {
    return wish()
        .requestedAt()
        .filter(value -> !value.equals(saved.lastHandledRequest()))
        .isPresent();
  }

  boolean hasUnservedCancel() {
    return wish()
        .cancelRequestedAt()
        .filter(value -> !value.equals(saved.lastHandledCancel()))
        .isPresent();
  }

  /** Whether a run is asked for, slots left aside. */
  boolean isAskedFor() {
    var served = saved.knownRun().map(Run::target);
    return hasUnservedRequest() || !wish().target().equals(served);
  }

  boolean needsOrWorks(Target target) {
    return vendor.needed(target) || vendor.working(target).findAny().isPresent();
  }

  /** The time as status tells it. */
  Instant second() {
    return now.truncatedTo(ChronoUnit.SECONDS);
  }

  void request() {
    var value = "%0256d".formatted(++requests);
    laws.triggers.requested(value);
    edit(scene.requested(value));
  }

  /** Every edit of the object, and every change of its connection, wakes the operator. */
  void edit(Scene edited) {
    scene = edited.generation(wish().generation() + 1);
    operator.drive();
  }

  void schedule(Optional<Plan> planned) {
    plan = planned;
    edit(scene.schedule(plan.map(Plan::schedule)));
  }

  void pass(Duration time) {
    passTo(now.plus(time));
  }

  void passTo(Instant end) {
    while (operator.wakeAt().filter(when -> !when.isAfter(end)).isPresent()) {
      wake();
    }
    now = end;
    laws.rested();
  }

  private void wake() {
    var when = operator.wakeAt().orElseThrow();
    now = when.isAfter(now) ? when : now;
    operator.drive();
  }

  /** No faults any more; what works ends, and the operator comes back only when it said so. */
  void calm() {
    operator.recover();
    vendor.faults = new Faults();
    for (var job : vendor.jobs) {
      job.ends = job.ends.isBefore(now.plusSeconds(3600)) ? job.ends : now.plusSeconds(3600);
    }
    // who gives up before a job ends waits for its end with the next run, and may never rest
    edit(scene.gate(Scene.OPEN).suspended(false).timeout(Duration.ofHours(2)));
    rest();
  }

  /** Wakes as told, until only a check of a resting target or a slot would be left. */
  void rest() {
    for (var wakes = 0; operator.wakeAt().isPresent() && !onlyTheFutureIsLeft(); wakes++) {
      assertThat(wakes).as("wakes until rest").isLessThan(ENOUGH_WAKES);
      wake();
    }
    assertThat(saved.inFlight()).as("in flight at rest").isFalse();
    assertThat(hasUnservedRequest()).as("an unserved request at rest").isFalse();
    assertThat(laws.slots.unserved()).as("an unserved slot at rest").isEmpty();
    assertThat(saved.run().target())
        .as("the target that was served last")
        .isEqualTo(wish().target().orElseThrow());
  }

  private boolean onlyTheFutureIsLeft() {
    var when = operator.wakeAt().map(wake -> wake.truncatedTo(ChronoUnit.SECONDS));
    return !saved.inFlight()
        && Stream.of(saved.nextCheckTime(), saved.nextRunTime())
            .anyMatch(time -> when.equals(Optional.ofNullable(time)));
  }
}
