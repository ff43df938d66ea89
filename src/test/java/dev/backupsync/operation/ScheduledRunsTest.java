package dev.backupsync.operation;

import static dev.backupsync.operation.Scene.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.Trigger;
import dev.backupsync.api.v1alpha1.TriggerType;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a schedule's slots over pauses, restarts, suspension and long runs. */
class ScheduledRunsTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration HOUR = Duration.ofHours(1);

  /** Rests since T0; the slots are at three o'clock. */
  private final Scene rested = seen(Before.SUCCEEDED.scene().daily("03:00"));

  private final Instant first = T0.plus(Duration.ofHours(3));

  @Test
  void aNewScheduleFiresNoSlotOfThePastAndTellsTheNext() {
    var step = Before.SUCCEEDED.scene().daily("00:01").decide();

    assertThat(step.effect()).isEqualTo(new Effect.None());
    assertThat(step.status().lastScheduleTime()).isEqualTo(T0.plusSeconds(60));
    assertThat(step.status().observedSchedule()).isEqualTo("daily 00:01");
    assertThat(step.status().nextRunTime()).isEqualTo(T0.plus(DAY).plusSeconds(60));
    assertThat(step.wake()).contains(DAY);
  }

  @Test
  void aSlotBeginsARunAndIsBehindIt() {
    var step = rested.at(first).decide();

    assertThat(step.status().run().trigger())
        .isEqualTo(new Trigger(TriggerType.SCHEDULED, "2026-01-01T03:00:00Z"));
    assertThat(step.status().lastScheduleTime()).isEqualTo(first);
    assertThat(step.status().nextRunTime()).isEqualTo(first.plus(DAY));
    assertThat(step.notices()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT3H", "PT26H59M", "P1D", "P2D", "P30D", "P365D", "P3650D"})
  void afterAPauseOfAnyLengthAtMostOneSlotIsCaughtUp(Duration pause) {
    var back = rested.at(T0.plus(pause).plus(HOUR.multipliedBy(3)));

    var ended = runToItsEnd(back);

    assertThat(ended.status().lastRun().trigger().type()).isEqualTo(TriggerType.SCHEDULED);
    assertThat(Instant.parse(ended.status().lastRun().trigger().token()))
        .isBetween(back.now().minus(DAY), back.now());
    assertThat(ended.decide().effect()).isEqualTo(new Effect.None());
    assertThat(ended.status().nextRunTime()).isBetween(ended.now(), ended.now().plus(DAY));
  }

  @Test
  void theSlotsPassedOverAreToldOnce() {
    var step = rested.at(first.plus(DAY.multipliedBy(3))).decide();

    assertThat(step.notices())
        .containsExactly(
            new Notice(
                Notice.Kind.MISSED_SCHEDULE,
                "3 slots since 2026-01-01T03:00:00Z had no run; the one that begins now serves the"
                    + " latest slot"));
  }

  @Test
  void aSlotOlderThanItsStartingDeadlineIsGivenUpAndToldOnce() {
    var strict = seen(Before.SUCCEEDED.scene().daily("03:00", HOUR));
    var late = strict.at(first.plus(DAY.multipliedBy(2)).plus(HOUR).plusSeconds(1));

    var step = late.decide();

    assertThat(step.effect()).isEqualTo(new Effect.None());
    assertThat(step.status().lastScheduleTime()).isEqualTo(first.plus(DAY.multipliedBy(2)));
    assertThat(step.status().state()).isEqualTo(SyncState.SUCCEEDED);
    assertThat(step.notices())
        .containsExactly(
            new Notice(
                Notice.Kind.MISSED_SCHEDULE,
                "3 slots since 2026-01-01T03:00:00Z had no run and never will: older than"
                    + " spec.startingDeadline, 1h"));
    assertThat(late.after(step).decide().notices()).isEmpty();
    assertThat(late.after(step).decide().status()).isEqualTo(step.status());
  }

  @Test
  void withinItsStartingDeadlineItRuns() {
    var strict = seen(Before.SUCCEEDED.scene().daily("03:00", HOUR));

    assertThat(strict.at(first.plus(HOUR)).decide().status().inFlight()).isTrue();
  }

  @Test
  void whileSuspendedNoSlotIsToldAndNobodyIsWoken() {
    var step = rested.suspended(true).at(first.plus(DAY)).decide();

    assertThat(step.status().nextRunTime()).isNull();
    assertThat(step.wake()).isEmpty();
    assertThat(step.notices()).isEmpty();
    assertThat(step.status().lastScheduleTime()).isEqualTo(rested.status().lastScheduleTime());
  }

  @Test
  void onResumeTheLatestSlotIsCaughtUp() {
    var paused = rested.suspended(true).at(first.plus(DAY.multipliedBy(5)).plusSeconds(7));
    var resumed = paused.after(paused.decide()).suspended(false);

    var ended = runToItsEnd(resumed);

    assertThat(ended.status().lastRun().trigger().token()).isEqualTo("2026-01-06T03:00:00Z");
    assertThat(ended.decide().effect()).isEqualTo(new Effect.None());
  }

  @Test
  void onResumeASlotPastItsStartingDeadlineIsNot() {
    var strict = seen(Before.SUCCEEDED.scene().daily("03:00", HOUR)).suspended(true);
    var paused = strict.at(first.plus(HOUR.multipliedBy(2)));
    var resumed = paused.after(paused.decide()).suspended(false);

    assertThat(paused.decide().notices()).isEmpty();
    assertThat(resumed.decide().effect()).isEqualTo(new Effect.None());
    assertThat(resumed.decide().notices()).hasSize(1);
  }

  @Test
  void slotsThatComeDuringARunAreServedByOneRunAfterIt() {
    var running = seen(Before.RUNNING.scene().daily("03:00")).timeout(DAY.multipliedBy(9));
    var later = running.at(first.plus(DAY.multipliedBy(2)));
    var polled = later.answered(Said.SUCCEEDED.outcome);

    assertThat(polled.wake()).contains(Duration.ZERO);
    var ended = runToItsEnd(later.after(polled));
    assertThat(ended.status().history()).hasSize(2);
    assertThat(ended.status().lastRun().trigger().token()).isEqualTo("2026-01-03T03:00:00Z");
    assertThat(ended.decide().effect()).isEqualTo(new Effect.None());
  }

  @Test
  void aRunThatBeginsForAnotherReasonServesTheSlotToo() {
    var step = rested.at(first).requested("b").decide();

    assertThat(step.status().run().trigger().type()).isEqualTo(TriggerType.REQUESTED);
    assertThat(step.status().lastScheduleTime()).isEqualTo(first);
  }

  @Test
  void aSlotThatIsCancelledInTheQueueIsGone() {
    var queued = rested.at(first).gate(Scene.CLOSED);
    var cancelled = queued.after(queued.decide()).cancelRequested("c");
    var open = cancelled.after(cancelled.decide()).gate(Scene.OPEN);

    assertThat(open.status().state()).isEqualTo(SyncState.CANCELLED);
    assertThat(open.decide().effect()).isEqualTo(new Effect.None());
  }

  @Test
  void theSlotsBeforeOneThatIsCancelledInTheQueueAreTold() {
    var queued = rested.at(first.plus(DAY)).gate(Scene.CLOSED);
    var cancelled = queued.after(queued.decide()).cancelRequested("c").decide();

    assertThat(cancelled.notices())
        .extracting(Notice::kind, Notice::message)
        .containsExactly(
            tuple(
                Notice.Kind.MISSED_SCHEDULE,
                "The slot of 2026-01-01T03:00:00Z had no run; the one that is cancelled now was to"
                    + " serve the latest slot"),
            tuple(Notice.Kind.CANCELLED, "The run on Mail was cancelled"));
  }

  @Test
  void aSlotThatWaitsForItsConnectionIsGivenUpAtItsStartingDeadline() {
    var strict = seen(Before.SUCCEEDED.scene().daily("03:00", HOUR)).gate(Scene.CLOSED).at(first);
    var waits = strict.decide();

    assertThat(waits.status().reason()).isEqualTo(Reason.CONNECTION_NOT_READY);
    assertThat(waits.wake()).contains(HOUR.plusSeconds(1));
    var end = strict.after(waits).later(HOUR.plusSeconds(1)).decide();
    assertThat(end.status().state()).isEqualTo(SyncState.SUCCEEDED);
    assertThat(end.notices()).extracting(Notice::kind).containsExactly(Notice.Kind.MISSED_SCHEDULE);
  }

  @Test
  void aScheduleThatChangesDropsTheSlotsOfTheOldOneAndFiresNoneOfItsPast() {
    var changed = rested.at(first.plus(HOUR)).daily("02:00");

    var step = changed.decide();

    assertThat(step.effect()).isEqualTo(new Effect.None());
    assertThat(step.status().nextRunTime()).isEqualTo(T0.plus(DAY).plus(HOUR.multipliedBy(2)));
    assertThat(step.notices()).isEmpty();
  }

  @Test
  void aScheduleThatIsRemovedLeavesNothingAndIsNewWhenItComesBack() {
    var removed = rested.at(first).schedule(Optional.empty());
    var gone = removed.after(removed.decide());

    assertThat(gone.status().nextRunTime()).isNull();
    assertThat(gone.status().lastScheduleTime()).isNull();
    assertThat(gone.status().observedSchedule()).isNull();
    assertThat(gone.decide().wake()).isEmpty();
    assertThat(gone.later(HOUR).daily("03:00").decide().effect()).isEqualTo(new Effect.None());
  }

  @Test
  void aSpecThatIsInvalidForAWhileKeepsItsPlace() {
    var invalid = rested.invalid();
    var corrected = rested.status(invalid.decide().status()).at(first);

    assertThat(invalid.decide().status().nextRunTime()).isNull();
    assertThat(corrected.decide().status().run().trigger().type()).isEqualTo(TriggerType.SCHEDULED);
  }

  @Test
  void nothingIsWrittenWhileNoSlotPasses() {
    var running = seen(Before.RUNNING.scene().daily("03:00"));
    var poll = running.answered(Said.RUNNING.outcome);
    var polled = running.after(poll).later(Duration.ofSeconds(15));

    assertThat(polled.answered(Said.RUNNING.outcome).status()).isEqualTo(polled.status());
    assertThat(polled.decide().status()).isEqualTo(polled.status());
    assertThat(rested.later(HOUR).decide().status()).isEqualTo(rested.status());
  }

  @Test
  void aRunInFlightIsNotWokenForASlot() {
    var running = seen(Before.RUNNING.scene().daily("00:02"));

    var step = running.answered(Said.RUNNING_PACED.outcome);

    assertThat(step.wake()).contains(Duration.ofMinutes(1));
    assertThat(step.status().nextRunTime()).isEqualTo(T0.plusSeconds(120));
  }

  @Test
  void aPlantedPlaceInTheFutureDoesNotSilenceASchedule() {
    var planted = rested.status().withLastScheduleTime(Instant.parse("9999-01-01T00:00:00Z"));
    var read = Plausible.status(planted, _ -> true, first.minusSeconds(1));

    assertThat(rested.status(read).at(first).decide().status().inFlight()).isTrue();
  }

  @Test
  void aPlantedPlaceInADistantPastCostsOneRun() {
    var planted = rested.status().withLastScheduleTime(Instant.MIN);
    var read = Plausible.status(planted, _ -> true, first);

    assertThat(rested.status(read).at(first).decide().notices())
        .singleElement()
        .extracting(Notice::message)
        .asString()
        .startsWith("At least 100 slots since 2015-");
  }

  @Test
  void aClockThatIsALittleBehindDoesNotServeASlotAgain() {
    var served = runToItsEnd(rested.at(first));
    var read = Plausible.status(served.status(), _ -> true, first.minusSeconds(5));

    assertThat(served.status(read).at(first.minusSeconds(5)).decide().effect())
        .isEqualTo(new Effect.None());
    assertThat(served.status(read).at(first).decide().effect()).isEqualTo(new Effect.None());
  }

  /** Whoever is let in for a slot was asked for it at the same time. */
  @Test
  void whatFallsDueWhileItIsDecidedWaitsForTheNextTurn() {
    var vendor = new Ledger(new ArrayList<>());
    var slot = rested.at(first);

    var wake =
        new SyncDriver(TestClocks.movedBy(slot::now), () -> false)
            .drive(
                slot.wish(), new Gate.Open(vendor), slot.status(), first.minusMillis(1), _ -> {});

    assertThat(vendor.sessions).isZero();
    assertThat(wake).contains(Duration.ofSeconds(1));
  }

  /** Months of an operator that crashes at any save and stays away for any time. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void noSlotIsServedTwiceHoweverOftenTheOperatorCrashes(long seed) {
    var months = new Months(new Random(seed));

    months.pass();

    assertThat(months.vendor.secondStarts).isZero();
    assertThat(months.tokens).doesNotHaveDuplicates().hasSizeGreaterThan(20);
    assertThat(months.vendor.sessions).isBetween(months.tokens.size() - 1, months.tokens.size());
  }

  private static final class Months {
    private final Random chance;
    private final Ledger vendor = new Ledger(new ArrayList<>());
    private final List<String> tokens = new ArrayList<>();
    private final HashSet<String> ids = new HashSet<>();
    private Scene scene;

    Months(Random chance) {
      this.chance = chance;
      var table = new Timetable(Wall.daily("03:00", "15:00"), ZoneOffset.UTC);
      var schedule = new Schedule("twice", table, Optional.empty(), new Jitter(0.7));
      this.scene = seen(Before.SUCCEEDED.scene().timeout(DAY.multipliedBy(31)).schedule(schedule));
    }

    void pass() {
      var end = T0.plus(DAY.multipliedBy(90));
      while (scene.now().isBefore(end)) {
        try {
          var wake = drive().orElseThrow();
          scene = scene.later(chance.nextInt(20) == 0 ? DAY.plus(wake) : wake);
        } catch (Crash _) {
          scene = scene.later(Duration.ofMinutes(chance.nextInt(3000)));
        }
      }
    }

    private Optional<Duration> drive() {
      return new SyncDriver(TestClocks.movedBy(scene::now), () -> false)
          .drive(scene.wish(), new Gate.Open(vendor), scene.status(), scene.now(), this::save);
    }

    private void save(Transition step) {
      if (chance.nextInt(10) == 0) {
        throw new Crash();
      }
      scene = scene.after(step);
      step.status()
          .knownRun()
          .filter(run -> run.trigger().type() == TriggerType.SCHEDULED && ids.add(run.id()))
          .map(run -> run.trigger().token())
          .ifPresent(tokens::add);
    }
  }

  /** After the schedule was seen for the first time. */
  private static Scene seen(Scene scene) {
    return scene.after(scene.decide());
  }

  private static Scene runToItsEnd(Scene scene) {
    var begun = scene.after(scene.decide());
    var license = begun.decide(new Effect.Locate(begun.status().run()), Said.ABSENT.outcome);
    return begun.after(begun.after(license).decide(license.effect(), Said.SUCCEEDED.outcome));
  }

  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
