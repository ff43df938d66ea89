package dev.backupsync.statemachine;

import static dev.backupsync.statemachine.Scene.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.Trigger;
import dev.backupsync.api.v1alpha1.TriggerType;
import dev.backupsync.schedule.Jitter;
import dev.backupsync.schedule.Schedule;
import dev.backupsync.schedule.ZonedCron;
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
  private final Scene rested = seen(SampleStatus.SUCCEEDED.scene().daily("03:00"));

  private final Instant first = T0.plus(Duration.ofHours(3));

  @Test
  void aNewScheduleFiresNoSlotOfThePastAndTellsTheNext() {
    var decision = SampleStatus.SUCCEEDED.scene().daily("00:01").decide();

    assertThat(decision.call()).isEqualTo(new VendorCall.None());
    assertThat(decision.status().lastScheduleTime()).isEqualTo(T0.plusSeconds(60));
    assertThat(decision.status().observedSchedule()).isEqualTo("daily 00:01");
    assertThat(decision.status().nextRunTime()).isEqualTo(T0.plus(DAY).plusSeconds(60));
    assertThat(decision.wake()).contains(DAY);
  }

  @Test
  void aSlotBeginsARunAndIsBehindIt() {
    var decision = rested.at(first).decide();

    assertThat(decision.status().run().trigger())
        .isEqualTo(new Trigger(TriggerType.SCHEDULED, "2026-01-01T03:00:00Z"));
    assertThat(decision.status().lastScheduleTime()).isEqualTo(first);
    assertThat(decision.status().nextRunTime()).isEqualTo(first.plus(DAY));
    assertThat(decision.events()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT3H", "PT26H59M", "P1D", "P2D", "P30D", "P365D", "P3650D"})
  void afterAPauseOfAnyLengthAtMostOneSlotIsCaughtUp(Duration pause) {
    var back = rested.at(T0.plus(pause).plus(HOUR.multipliedBy(3)));

    var ended = runToItsEnd(back);

    assertThat(ended.status().lastRun().trigger().type()).isEqualTo(TriggerType.SCHEDULED);
    assertThat(Instant.parse(ended.status().lastRun().trigger().token()))
        .isBetween(back.now().minus(DAY), back.now());
    assertThat(ended.decide().call()).isEqualTo(new VendorCall.None());
    assertThat(ended.status().nextRunTime()).isBetween(ended.now(), ended.now().plus(DAY));
  }

  @Test
  void theSlotsPassedOverAreToldOnce() {
    var decision = rested.at(first.plus(DAY.multipliedBy(3))).decide();

    assertThat(decision.events())
        .containsExactly(
            new SyncEvent(
                SyncEvent.Kind.MISSED_SCHEDULE,
                "3 slots since 2026-01-01T03:00:00Z had no run; the one that begins now serves the"
                    + " latest slot"));
  }

  @Test
  void aSlotOlderThanItsStartingDeadlineIsGivenUpAndToldOnce() {
    var strict = seen(SampleStatus.SUCCEEDED.scene().daily("03:00", HOUR));
    var late = strict.at(first.plus(DAY.multipliedBy(2)).plus(HOUR).plusSeconds(1));

    var decision = late.decide();

    assertThat(decision.call()).isEqualTo(new VendorCall.None());
    assertThat(decision.status().lastScheduleTime()).isEqualTo(first.plus(DAY.multipliedBy(2)));
    assertThat(decision.status().state()).isEqualTo(SyncState.SUCCEEDED);
    assertThat(decision.events())
        .containsExactly(
            new SyncEvent(
                SyncEvent.Kind.MISSED_SCHEDULE,
                "3 slots since 2026-01-01T03:00:00Z had no run and never will: older than"
                    + " spec.startingDeadline, 1h"));
    assertThat(late.saved(decision).decide().events()).isEmpty();
    assertThat(late.saved(decision).decide().status()).isEqualTo(decision.status());
  }

  @Test
  void withinItsStartingDeadlineItRuns() {
    var strict = seen(SampleStatus.SUCCEEDED.scene().daily("03:00", HOUR));

    assertThat(strict.at(first.plus(HOUR)).decide().status().inFlight()).isTrue();
  }

  @Test
  void whileSuspendedNoSlotIsToldAndNobodyIsWoken() {
    var decision = rested.suspended(true).at(first.plus(DAY)).decide();

    assertThat(decision.status().nextRunTime()).isNull();
    assertThat(decision.wake()).isEmpty();
    assertThat(decision.events()).isEmpty();
    assertThat(decision.status().lastScheduleTime()).isEqualTo(rested.status().lastScheduleTime());
  }

  @Test
  void onResumeTheLatestSlotIsCaughtUp() {
    var paused = rested.suspended(true).at(first.plus(DAY.multipliedBy(5)).plusSeconds(7));
    var resumed = paused.saved(paused.decide()).suspended(false);

    var ended = runToItsEnd(resumed);

    assertThat(ended.status().lastRun().trigger().token()).isEqualTo("2026-01-06T03:00:00Z");
    assertThat(ended.decide().call()).isEqualTo(new VendorCall.None());
  }

  @Test
  void onResumeASlotPastItsStartingDeadlineIsNot() {
    var strict = seen(SampleStatus.SUCCEEDED.scene().daily("03:00", HOUR)).suspended(true);
    var paused = strict.at(first.plus(HOUR.multipliedBy(2)));
    var resumed = paused.saved(paused.decide()).suspended(false);

    assertThat(paused.decide().events()).isEmpty();
    assertThat(resumed.decide().call()).isEqualTo(new VendorCall.None());
    assertThat(resumed.decide().events()).hasSize(1);
  }

  @Test
  void slotsThatComeDuringARunAreServedByOneRunAfterIt() {
    var running = seen(SampleStatus.RUNNING.scene().daily("03:00")).timeout(DAY.multipliedBy(9));
    var later = running.at(first.plus(DAY.multipliedBy(2)));
    var polled = later.answered(Answer.SUCCEEDED);

    assertThat(polled.wake()).contains(Duration.ZERO);
    var ended = runToItsEnd(later.saved(polled));
    assertThat(ended.status().history()).hasSize(2);
    assertThat(ended.status().lastRun().trigger().token()).isEqualTo("2026-01-03T03:00:00Z");
    assertThat(ended.decide().call()).isEqualTo(new VendorCall.None());
  }

  @Test
  void aRunThatBeginsForAnotherReasonServesTheSlotToo() {
    var decision = rested.at(first).requested("b").decide();

    assertThat(decision.status().run().trigger().type()).isEqualTo(TriggerType.REQUESTED);
    assertThat(decision.status().lastScheduleTime()).isEqualTo(first);
  }

  @Test
  void aSlotThatIsCancelledInTheQueueIsGone() {
    var queued = rested.at(first).gate(Scene.CLOSED);
    var cancelled = queued.saved(queued.decide()).cancelRequested("c");
    var open = cancelled.saved(cancelled.decide()).gate(Scene.OPEN);

    assertThat(open.status().state()).isEqualTo(SyncState.CANCELLED);
    assertThat(open.decide().call()).isEqualTo(new VendorCall.None());
  }

  @Test
  void theSlotsBeforeOneThatIsCancelledInTheQueueAreTold() {
    var queued = rested.at(first.plus(DAY)).gate(Scene.CLOSED);
    var cancelled = queued.saved(queued.decide()).cancelRequested("c").decide();

    assertThat(cancelled.events())
        .extracting(SyncEvent::kind, SyncEvent::message)
        .containsExactly(
            tuple(
                SyncEvent.Kind.MISSED_SCHEDULE,
                "The slot of 2026-01-01T03:00:00Z had no run; the one that is cancelled now was to"
                    + " serve the latest slot"),
            tuple(SyncEvent.Kind.CANCELLED, "The run on Mail was cancelled"));
  }

  @Test
  void aSlotThatWaitsForItsConnectionIsGivenUpAtItsStartingDeadline() {
    var strict =
        seen(SampleStatus.SUCCEEDED.scene().daily("03:00", HOUR)).gate(Scene.CLOSED).at(first);
    var waits = strict.decide();

    assertThat(waits.status().reason()).isEqualTo(Reason.CONNECTION_NOT_READY);
    assertThat(waits.wake()).contains(HOUR.plusSeconds(1));
    var end = strict.saved(waits).later(HOUR.plusSeconds(1)).decide();
    assertThat(end.status().state()).isEqualTo(SyncState.SUCCEEDED);
    assertThat(end.events())
        .extracting(SyncEvent::kind)
        .containsExactly(SyncEvent.Kind.MISSED_SCHEDULE);
  }

  @Test
  void aScheduleThatChangesDropsTheSlotsOfTheOldOneAndFiresNoneOfItsPast() {
    var changed = rested.at(first.plus(HOUR)).daily("02:00");

    var decision = changed.decide();

    assertThat(decision.call()).isEqualTo(new VendorCall.None());
    assertThat(decision.status().nextRunTime()).isEqualTo(T0.plus(DAY).plus(HOUR.multipliedBy(2)));
    assertThat(decision.events()).isEmpty();
  }

  @Test
  void aScheduleThatIsRemovedLeavesNothingAndIsNewWhenItComesBack() {
    var removed = rested.at(first).schedule(Optional.empty());
    var gone = removed.saved(removed.decide());

    assertThat(gone.status().nextRunTime()).isNull();
    assertThat(gone.status().lastScheduleTime()).isNull();
    assertThat(gone.status().observedSchedule()).isNull();
    assertThat(gone.decide().wake()).isEmpty();
    assertThat(gone.later(HOUR).daily("03:00").decide().call()).isEqualTo(new VendorCall.None());
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
    var running = seen(SampleStatus.RUNNING.scene().daily("03:00"));
    var poll = running.answered(Answer.RUNNING);
    var polled = running.saved(poll).later(Duration.ofSeconds(15));

    assertThat(polled.answered(Answer.RUNNING).status()).isEqualTo(polled.status());
    assertThat(polled.decide().status()).isEqualTo(polled.status());
    assertThat(rested.later(HOUR).decide().status()).isEqualTo(rested.status());
  }

  @Test
  void aRunInFlightIsNotWokenForASlot() {
    var running = seen(SampleStatus.RUNNING.scene().daily("00:02"));

    var decision = running.answered(Answer.RUNNING_ASK_IN_1_MIN);

    assertThat(decision.wake()).contains(Duration.ofMinutes(1));
    assertThat(decision.status().nextRunTime()).isEqualTo(T0.plusSeconds(120));
  }

  @Test
  void aPlantedPlaceInTheFutureDoesNotSilenceASchedule() {
    var planted = rested.status().withLastScheduleTime(Instant.parse("9999-01-01T00:00:00Z"));
    var read = StatusSanitizer.status(planted, _ -> true, first.minusSeconds(1));

    assertThat(rested.status(read).at(first).decide().status().inFlight()).isTrue();
  }

  @Test
  void aPlantedPlaceInADistantPastCostsOneRun() {
    var planted = rested.status().withLastScheduleTime(Instant.MIN);
    var read = StatusSanitizer.status(planted, _ -> true, first);

    assertThat(rested.status(read).at(first).decide().events())
        .singleElement()
        .extracting(SyncEvent::message)
        .asString()
        .startsWith("At least 100 slots since 2015-");
  }

  @Test
  void aClockThatIsALittleBehindDoesNotServeASlotAgain() {
    var served = runToItsEnd(rested.at(first));
    var read = StatusSanitizer.status(served.status(), _ -> true, first.minusSeconds(5));

    assertThat(served.status(read).at(first.minusSeconds(5)).decide().call())
        .isEqualTo(new VendorCall.None());
    assertThat(served.status(read).at(first).decide().call()).isEqualTo(new VendorCall.None());
  }

  /** Whoever is let in for a slot was asked for it at the same time. */
  @Test
  void whatFallsDueWhileItIsDecidedWaitsForTheNextTurn() {
    var vendor = new RecordingVendor(new ArrayList<>());
    var slot = rested.at(first);

    var wake =
        new SyncDriver(TestClocks.movedBy(slot::now), () -> false)
            .drive(
                slot.desired(),
                new Gate.Open(vendor),
                slot.status(),
                first.minusMillis(1),
                _ -> {});

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
    private final RecordingVendor vendor = new RecordingVendor(new ArrayList<>());
    private final List<String> tokens = new ArrayList<>();
    private final HashSet<String> ids = new HashSet<>();
    private Scene scene;

    Months(Random chance) {
      this.chance = chance;
      var table = new ZonedCron(Wall.daily("03:00", "15:00"), ZoneOffset.UTC);
      var schedule = new Schedule("twice", table, Optional.empty(), new Jitter(0.7));
      this.scene =
          seen(SampleStatus.SUCCEEDED.scene().timeout(DAY.multipliedBy(31)).schedule(schedule));
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
          .drive(scene.desired(), new Gate.Open(vendor), scene.status(), scene.now(), this::save);
    }

    private void save(Decision decision) {
      if (chance.nextInt(10) == 0) {
        throw new Crash();
      }
      scene = scene.saved(decision);
      decision
          .status()
          .knownRun()
          .filter(run -> run.trigger().type() == TriggerType.SCHEDULED && ids.add(run.id()))
          .map(run -> run.trigger().token())
          .ifPresent(tokens::add);
    }
  }

  /** After the schedule was seen for the first time. */
  private static Scene seen(Scene scene) {
    return scene.saved(scene.decide());
  }

  private static Scene runToItsEnd(Scene scene) {
    var begun = scene.saved(scene.decide());
    var permit =
        begun.decide(
            new VendorCall.Locate(begun.status().run()), Answer.NOTHING_RUNS_SYNC_NEEDED.outcome);
    return begun.saved(begun.saved(permit).decide(permit.call(), Answer.SUCCEEDED.outcome));
  }

  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
