package dev.backupsync.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncState;
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
 * A sync in its surroundings: the object that users edit, the store, the clock, a vendor, and a
 * process that may die at any save and comes back only when something wakes it.
 */
final class World {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();
  private static final int ENOUGH_WAKES = 5000;

  final ModelVendor vendor;
  final Laws laws = new Laws(this);
  Scene scene;
  Optional<Plan> plan = Optional.empty();
  SyncStatus saved = SyncStatus.NEW;
  Instant now = Scene.T0.plusMillis(700);
  int crashes;

  private Optional<Instant> wakeAt = Optional.empty();
  private int requests;
  private int turns;
  private int crashIn;
  private boolean crashAfterSave;
  private Duration absence = Duration.ZERO;
  private Optional<Instant> backAt = Optional.empty();

  World(Scene scene, BiFunction<InstantSource, Laws, ModelVendor> vendor) {
    this.scene = scene;
    this.vendor = vendor.apply(() -> now, laws);
  }

  Wish wish() {
    return scene.wish();
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

  /** Whether a run is asked for, slots left aside. */
  boolean isAskedFor() {
    var served = saved.knownRun().map(Run::target);
    return hasUnservedRequest() || !wish().target().equals(served);
  }

  boolean needsOrWorks(Target target) {
    return vendor.needed(target) || vendor.working(target).findAny().isPresent();
  }

  boolean wasHeld(Run run) {
    return saved
        .knownRun()
        .filter(one -> one.id().equals(run.id()) && one.deadline() == null)
        .isPresent();
  }

  /** The time as status tells it. */
  Instant second() {
    return now.truncatedTo(ChronoUnit.SECONDS);
  }

  void request() {
    var value = "%0256d".formatted(++requests);
    laws.requested(value, now);
    edit(scene.requested(value));
  }

  /** Every edit of the object, and every change of its connection, wakes the operator. */
  void edit(Scene edited) {
    scene = edited.generation(wish().generation() + 1);
    drive();
  }

  void schedule(Optional<Plan> planned) {
    plan = planned;
    edit(scene.schedule(plan.map(Plan::schedule)));
  }

  /** The process dies at its k-th save from now, and another comes after a while. */
  void crashAtSave(int k, boolean afterSave, Duration absence) {
    crashIn = k;
    crashAfterSave = afterSave;
    this.absence = absence;
  }

  /** No process until then, whatever happens. */
  void goAway(Duration time) {
    backAt = Optional.of(now.plus(time));
    wakeAt = backAt;
  }

  boolean isAway() {
    return backAt.isPresent();
  }

  /** A process that has just started sees no connection yet. */
  void restart() {
    var gate = scene.gate();
    scene = scene.gate(new Gate.Unseen());
    drive();
    scene = scene.gate(gate);
    drive();
  }

  void pass(Duration time) {
    var end = now.plus(time);
    while (wakeAt.filter(when -> !when.isAfter(end)).isPresent()) {
      wake();
    }
    now = end;
    laws.rested();
  }

  private void wake() {
    var when = wakeAt.orElseThrow();
    now = when.isAfter(now) ? when : now;
    drive();
  }

  void drive() {
    if (backAt.filter(now::isBefore).isPresent()) {
      return;
    }
    if (isAway()) {
      backAt = Optional.empty();
      laws.back();
      restart();
    } else {
      turn();
    }
  }

  /** As a process does it that knows nothing but what was saved. */
  private void turn() {
    laws.driving();
    wakeAt = Optional.empty();
    var gate = isOpen() ? new Gate.Open(vendor) : scene.gate();
    try {
      var status = Plausible.status(saved, _ -> true, now);
      var wake =
          new SyncDriver(() -> now, () -> 0, () -> "run-%032d".formatted(++turns))
              .drive(wish(), gate, status, this::save);
      laws.rested(wake);
      wakeAt = wake.map(now::plus);
    } catch (Crash _) {
      crashes++;
      wakeAt = Optional.of(now.plusSeconds(1));
      if (!absence.isZero()) {
        goAway(absence);
      }
    }
  }

  private void save(Transition step) {
    var crash = --crashIn == 0;
    if (crash && !crashAfterSave) {
      throw new Crash();
    }
    if (!step.status().equals(saved)) {
      laws.saved(saved, step);
      saved = read(json(step.status())); // what is not written is not remembered
      known();
    } else {
      laws.slots.unchanged(step);
    }
    if (crash) {
      throw new Crash();
    }
  }

  private void known() {
    if (saved.state() == SyncState.SYNCHRONIZING) {
      var attempt = Job.attempt(saved.run());
      vendor.jobs.stream()
          .filter(job -> job.attempt.equals(attempt))
          .forEach(job -> job.known = true);
    }
  }

  /** No faults any more; what works ends, and the operator comes back only when it said so. */
  void calm() {
    crashIn = 0;
    backAt = backAt.map(_ -> now);
    vendor.faults = new Faults();
    for (var job : vendor.jobs) {
      job.ends = job.ends.isBefore(now.plusSeconds(3600)) ? job.ends : now.plusSeconds(3600);
    }
    edit(scene.gate(Scene.OPEN).suspended(false));
    rest();
  }

  /** Wakes as told, until only a check of a resting target or a slot would be left. */
  void rest() {
    for (var wakes = 0; wakeAt.isPresent() && !onlyTheFutureIsLeft(); wakes++) {
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
    var when = wakeAt.map(wake -> wake.truncatedTo(ChronoUnit.SECONDS));
    return !saved.inFlight()
        && Stream.of(saved.nextCheckTime(), saved.nextRunTime())
            .anyMatch(time -> when.equals(Optional.ofNullable(time)));
  }

  static String json(SyncStatus status) {
    try {
      return JSON.writeValueAsString(status);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static SyncStatus read(String json) {
    try {
      return JSON.readValue(json, SyncStatus.class);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** The process dies. */
  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
