package dev.backupsync.statemachine;

import dev.backupsync.api.v1alpha1.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;

/** Something that happens in a story: to the object, to the operator, or at the vendor. */
@SuppressWarnings("ImmutableEnumChecker") // functions without state
enum StoryStep {
  SECONDS_PASS((world, n) -> world.pass(Duration.ofSeconds(1L + 9L * n))),
  MINUTES_PASS((world, n) -> world.pass(Duration.ofMinutes(1L + 3L * n))),
  HOURS_PASS((world, n) -> world.pass(Duration.ofHours(1L + n / 2))),
  LAST_MOMENT((world, _) -> world.laws.slots.lastMoment().ifPresent(world::passTo)),
  WAKE((world, _) -> world.operator.drive()),
  RESTART((world, _) -> world.operator.restart()),
  CRASH_BEFORE_SAVE((world, n) -> world.operator.crashAtSave(1 + n / 2, false, absence(n))),
  CRASH_AFTER_SAVE((world, n) -> world.operator.crashAtSave(1 + n / 2, true, absence(n))),
  GO_AWAY((world, n) -> world.operator.goAway(away(n))),

  REQUEST((world, _) -> world.request()),
  CANCEL((world, n) -> world.edit(world.scene.cancelRequested(world.now + "-" + n))),
  TARGET((world, n) -> world.edit(world.scene.target(n % 2 == 0 ? Scene.FILES : Scene.MAIL))),
  SUSPEND((world, n) -> world.edit(world.scene.suspended(n % 2 == 0))),
  SCHEDULE((world, n) -> world.schedule(plan(n))),
  TIMEOUT((world, n) -> world.edit(world.scene.timeout(timeout(n)))),
  GATE_CLOSES((world, n) -> world.edit(world.scene.gate(closed(n)))),
  GATE_OPENS((world, _) -> world.edit(world.scene.gate(Scene.OPEN))),

  FAULT_UNREACHABLE(
      (world, n) -> world.vendor.faults.unreachableUntil = world.now.plusSeconds(1L << (2 * n))),
  FAULT_THROTTLED(
      (world, n) -> world.vendor.faults.throttledUntil = world.now.plusSeconds(5L << (2 * n))),
  FAULT_ERRORS((world, n) -> world.vendor.faults.errors = 1 + n),
  FAULT_ANSWER_LOST_BEFORE((world, n) -> world.vendor.faults.answersLostBefore = 1 + n / 3),
  FAULT_ANSWER_LOST_AFTER((world, n) -> world.vendor.faults.answersLostAfter = 1 + n / 3),
  FAULT_REFUSED((world, _) -> world.vendor.faults.refusals = 1),
  FAULT_BUSY((world, n) -> world.vendor.faults.busies = 1 + n),
  FAULT_UNNAMED((world, n) -> world.vendor.faults.unnamed = 1 + n),
  FAULT_NEED_HIDDEN((world, n) -> world.vendor.faults.needHidden = n % 2 == 0),
  JOBS_FAIL((world, n) -> world.vendor.faults.failing = n % 2 == 0),
  JOBS_LINGER((world, n) -> world.vendor.faults.lingering = n % 2 == 0),
  JOBS_TAKE((world, n) -> world.vendor.faults.length = length(n)),
  NEED_LAGS((world, n) -> world.vendor.faults.lag = Duration.ofSeconds(20L * n * n)),
  VENDOR_PACES(
      (world, n) -> world.vendor.faults.pace = Optional.of(Duration.ofSeconds(1L << (2 * n)))),
  JOB_ENDS((world, _) -> lastJob(world, job -> world.vendor.end(job, Job.Phase.DONE))),
  JOB_FAILS((world, _) -> lastJob(world, job -> world.vendor.end(job, Job.Phase.FAILED))),
  JOB_LOST((world, _) -> lastJob(world, job -> world.vendor.end(job, Job.Phase.LOST))),
  JOB_STOPPED((world, _) -> lastJob(world, job -> world.vendor.end(job, Job.Phase.STOPPED))),
  HUMAN_STARTS((world, _) -> world.vendor.begin(world.wish().target().orElseThrow(), "")),
  FALLS_OUT_OF_SYNC((world, _) -> world.wish().target().ifPresent(world.vendor::fallOut)),
  COMES_IN_SYNC(
      (world, n) ->
          world.wish().target().ifPresent(one -> world.vendor.comeIn(one, Duration.ofSeconds(n)))),
  VENDOR_RECOVERS((world, _) -> world.vendor.faults = new Faults());

  static final int MOST = 7;

  private final ObjIntConsumer<World> effect;

  StoryStep(ObjIntConsumer<World> effect) {
    this.effect = effect;
  }

  void in(World world, int n) {
    effect.accept(world, n);
  }

  /** None, or one of the seven. */
  private static Optional<Plan> plan(int n) {
    return n == 0 ? Optional.empty() : Optional.of(Plan.ALL.get(n - 1));
  }

  /** Who crashes is back at once, or misses many a slot. */
  private static Duration absence(int n) {
    return n % 2 == 0 ? Duration.ZERO : Duration.ofHours(2);
  }

  private static Duration away(int n) {
    return Duration.parse(
        List.of("PT20S", "PT3M", "PT10M", "PT1H", "PT3H", "PT1H", "P1DT2H", "P40D").get(n));
  }

  private static Duration timeout(int n) {
    return Duration.parse(
        List.of("PT1S", "PT1M", "PT3M", "PT10M", "PT1H", "PT3H", "PT2H", "PT90M").get(n));
  }

  private static Duration length(int n) {
    return Duration.parse(
        List.of("PT1S", "PT20S", "PT1M", "PT2M10S", "PT5M", "PT1H", "PT4H", "P400D").get(n));
  }

  private static Gate closed(int n) {
    var reason =
        switch (n) {
          case 0 -> Reason.CONNECTION_NOT_FOUND;
          case 1 -> Reason.CONNECTION_NOT_ALLOWED;
          case 2 -> Reason.TARGET_BUSY;
          case 3 -> Reason.CONNECTION_BUSY;
          default -> Reason.CONNECTION_NOT_READY;
        };
    return new Gate.Closed(reason, "closed");
  }

  private static void lastJob(World world, Consumer<Job> change) {
    world.vendor.settle();
    world.vendor.jobs.reversed().stream().filter(Job::working).findFirst().ifPresent(change);
  }
}
