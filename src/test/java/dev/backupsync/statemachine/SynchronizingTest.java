package dev.backupsync.statemachine;

import static dev.backupsync.statemachine.Scene.BOOM;
import static dev.backupsync.statemachine.Scene.CLOSED;
import static dev.backupsync.statemachine.Scene.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.vendor.Outcome;
import dev.backupsync.vendor.Progress;
import dev.backupsync.vendor.Progress.Activity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a run in flight is followed: its pace, its progress, and what blindness means for it. */
class SynchronizingTest {
  private static final Duration POLL = Duration.ofSeconds(15);
  private static final Duration TIMEOUT = Duration.ofHours(12);

  private final Scene running = SampleStatus.RUNNING.scene();

  @Test
  void pollsWithoutNewsGiveAnEqualStatus() {
    var first = running.saved(running.answered(Answer.RUNNING));
    var second = first.later(POLL).answered(Answer.RUNNING);

    assertThat(second.status()).isEqualTo(first.status());
    assertThat(second.events()).isEmpty();
    assertThat(second.wake()).contains(POLL);
  }

  @Test
  void progressIsWhatTheVendorSaysAndNeverInvented() {
    var told = running.answered(Answer.RUNNING).status();
    var silent = running.answered(Answer.RUNNING_WITHOUT_DETAILS).status();

    assertThat(told.progressPercent()).isEqualTo(35);
    assertThat(silent.progressPercent()).isNull();
    assertThat(silent.vendorState()).as("the last word").isEqualTo("Synchronizing");
  }

  @ParameterizedTest(name = "{0} % written, {1} s ago, now {2} %")
  @CsvSource({
    "30, 1, 31, 30",
    "30, 9, 90, 30",
    "30, 10, 39, 30",
    "30, 10, 40, 40",
    "30, 10, 20, 20",
    "30, 59, 39, 30",
    "30, 60, 31, 31",
    "30, 600, 30, 30",
    "90, 9, 100, 90",
  })
  void progressIsWrittenRarelyAndSmallProgressMoreRarely(
      int before, int secondsAgo, int now, int expected) {
    var scene = written(before, Duration.ofSeconds(secondsAgo));
    var after = scene.answered(new Outcome.Running(percent(now))).status();

    assertThat(after.progressPercent()).isEqualTo(expected);
    assertThat(after.equals(scene.status())).as("no write").isEqualTo(before == expected);
  }

  /** So that a user who polls every second sees it move. */
  @ParameterizedTest(name = "polled every second: {0} s ago, 35 % to {1} %: {2}")
  @CsvSource({"1, 90, 35", "2, 90, 90", "11, 36, 35", "12, 36, 36"})
  void twoPollsAreLongEnoughWhereTheyAreShorter(int secondsAgo, int now, int expected) {
    var everySecond =
        written(35, Duration.ofSeconds(secondsAgo)).pollingEach(Duration.ofSeconds(1));
    var after = everySecond.answered(new Outcome.Running(percent(now))).status();

    assertThat(after.progressPercent()).isEqualTo(expected);
  }

  @Test
  void theFirstPercentageAndOneThatIsGoneAreWrittenWhenAWriteIsDue() {
    var silent = new Outcome.Running(percent(OptionalInt.empty(), "Synchronizing"));
    var first = running.saved(running.answered(silent));
    var soon = first.later(Duration.ofSeconds(9)).answered(new Outcome.Running(percent(1)));
    var due = first.later(Duration.ofSeconds(10)).answered(new Outcome.Running(percent(1)));

    assertThat(soon.status().progressPercent()).isNull();
    assertThat(due.status().progressPercent()).isEqualTo(1);
    assertThat(written(30, Duration.ofSeconds(9)).answered(silent).status().progressPercent())
        .isEqualTo(30);
    assertThat(written(30, Duration.ofSeconds(10)).answered(silent).status().progressPercent())
        .as("never invented")
        .isNull();
  }

  @Test
  void progressIsWrittenWithOtherNewsAtOnce() {
    var scene = written(30, Duration.ofSeconds(1));
    var missed = scene.saved(scene.answered(Answer.NO_ANSWER));
    var again = missed.later(POLL).answered(new Outcome.Running(percent(31, "Inprogress")));

    assertThat(missed.status().reason()).isEqualTo(Reason.PROGRESSING_WITH_RETRY);
    assertThat(again.status().progressPercent()).isEqualTo(31);
    assertThat(again.status().vendorState()).isEqualTo("Inprogress");
  }

  /** A run of an hour that is polled every 15 seconds and moves by the minute. */
  @Test
  void aRunOfAnHourCostsAboutSixtyWritesAndAFastOneOneInTenSeconds() {
    assertThat(writes(Duration.ofHours(1))).isBetween(50, 61);
    assertThat(writes(Duration.ofMinutes(1))).isBetween(3, 5);
  }

  private int writes(Duration length) {
    var scene = written(0, Duration.ZERO);
    var writes = 0;
    for (var t = POLL; t.compareTo(length) < 0; t = t.plus(POLL)) {
      scene = scene.later(POLL);
      var percent = (int) (100 * t.toSeconds() / length.toSeconds());
      var decision = scene.answered(new Outcome.Running(percent(percent)));
      writes += decision.status().equals(scene.status()) ? 0 : 1;
      scene = scene.saved(decision);
    }
    return writes;
  }

  private Scene written(int percent, Duration ago) {
    var status = running.saved(running.answered(new Outcome.Running(percent(percent)))).status();
    var run = status.run().withActive(true).withLastSeenTime(running.now().minus(ago));
    return running.status(status.withProgressPercent(percent).withRun(run));
  }

  /** Azure's first poll has a word that its answer to the start had not. */
  @ParameterizedTest(name = "{0} s ago: {1}")
  @CsvSource({"1, Synchronizing", "9, Synchronizing", "10, Inprogress"})
  void aNewWordOfTheVendorAloneIsWrittenRarely(int secondsAgo, String expected) {
    var before = running.saved(running.answered(new Outcome.Running(percent(30)))).status();
    var run = before.run().withLastSeenTime(running.now().minusSeconds(secondsAgo));

    var scene = running.status(before.withRun(run));
    var after = scene.answered(new Outcome.Running(percent(30, "Inprogress"))).status();

    assertThat(after.vendorState()).isEqualTo(expected);
  }

  private static Progress percent(int percent) {
    return percent(percent, "Synchronizing");
  }

  private static Progress percent(int percent, String vendorState) {
    return percent(OptionalInt.of(percent), vendorState);
  }

  private static Progress percent(OptionalInt percent, String vendorState) {
    return new Progress(
        Optional.empty(), percent, Optional.of(vendorState), Activity.WORKING, Optional.empty());
  }

  @Test
  void theNewestHandleIsFollowed() {
    var renewed = Progress.of(new Operation("op-1", "https://arm/new"));

    assertThat(running.answered(new Outcome.Running(renewed)).status().run().operation())
        .isEqualTo(new Operation("op-1", "https://arm/new"));
    assertThat(running.answered(Answer.RUNNING_WITHOUT_DETAILS).status().run().operation())
        .isEqualTo(new Operation("op-1", null));
  }

  @Test
  void pollsThatFindTheOperationIdleAreCountedUntilItIsSeenAtWork() {
    var idle = new Outcome.Running(progress(Activity.QUEUED));
    var first = running.saved(running.answered(idle));
    var second = first.saved(first.answered(idle));
    var working = second.saved(second.answered(new Outcome.Running(progress(Activity.WORKING))));
    var after = working.saved(working.answered(idle));

    assertThat(second.status().run().timesIdle()).isEqualTo(2);
    assertThat(working.status().run().seenActive()).isTrue();
    assertThat(after.status().run().timesIdle()).isZero();
  }

  @Test
  void aLongQueueCostsNoMoreWritesThanAnybodyCounts() {
    var idle = new Outcome.Running(progress(Activity.QUEUED));
    var scene = running;
    for (var i = 0; i < 20; i++) {
      scene = scene.saved(scene.answered(idle)).later(POLL);
    }

    assertThat(scene.status().run().timesIdle()).isEqualTo(Progress.IDLE_POLLS);
    assertThat(scene.answered(idle).status()).isEqualTo(scene.status());
  }

  @Test
  void thatNothingIsShownOfTheWorkIsNotRememberedAsWork() {
    var hidden = new Outcome.Running(Progress.of(Operation.UNNAMED));

    assertThat(running.answered(hidden).status().run().seenActive()).isFalse();
    assertThat(running.answered(hidden).status().run().timesIdle()).isZero();
  }

  @Test
  void whyTheEndCannotBeReadIsToldAlsoWhereTheRunTimesOut() {
    var hidden =
        new Outcome.Running(
            new Progress(
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Activity.NOT_SHOWN,
                Optional.empty(),
                Optional.of(BOOM)));
    var told = running.saved(running.answered(hidden));
    var end = told.at(T0.plus(TIMEOUT).plusSeconds(1)).answered(hidden).status();

    assertThat(told.status().message()).contains("it broke");
    assertThat(told.status().error()).isEqualTo("it broke");
    assertThat(end.reason()).isEqualTo(Reason.DEADLINE_EXCEEDED);
    assertThat(end.message()).contains("it broke");
  }

  @Test
  void theVendorsPaceOutlivesARestartAndAnEdit() {
    var paced = running.saved(running.answered(Answer.RUNNING_ASK_IN_1_MIN)).generation(2);

    assertThat(paced.later(POLL).decide().call()).isEqualTo(new VendorCall.None());
    assertThat(paced.later(POLL).decide().wake()).contains(Duration.ofSeconds(45));
    assertThat(paced.later(Duration.ofMinutes(1)).decide().call())
        .isInstanceOf(VendorCall.Poll.class);
  }

  @Test
  void throttlingWaitsExactlyAsLongAndConsumesNoAttempt() {
    var throttled = running.saved(running.answered(Answer.THROTTLED_77S));

    assertThat(throttled.decide().wake()).contains(Duration.ofSeconds(77));
    assertThat(throttled.later(Duration.ofSeconds(76)).decide().call())
        .isEqualTo(new VendorCall.None());
    assertThat(throttled.later(Duration.ofSeconds(77)).decide().call())
        .isInstanceOf(VendorCall.Poll.class);
    assertThat(throttled.status().run().attempt()).isEqualTo(1);
  }

  @Test
  void blindnessIsAskedOutEverMoreSlowlyAndForgottenAtTheFirstSight() {
    var waits = new ArrayList<Duration>();
    var scene = running;
    for (var i = 0; i < 7; i++) {
      var decision = scene.answered(Answer.NO_ANSWER);
      waits.add(decision.wake().orElseThrow());
      scene = scene.saved(decision).later(decision.wake().orElseThrow());
    }
    var seen = scene.answered(Answer.RUNNING).status();

    assertThat(waits)
        .extracting(Duration::toSeconds)
        .containsExactly(15L, 30L, 60L, 120L, 240L, 300L, 300L);
    assertThat(scene.status().error()).isEqualTo("it broke");
    assertThat(scene.status().lastError().time()).isNotNull();
    assertThat(seen.run().misses()).isZero();
    assertThat(seen.error()).isNull();
  }

  @Test
  void blindIsNotLateYetAfterAWeekTheRunEnds() {
    var blind = running.saved(running.answered(Answer.NO_ANSWER));
    var end = running.now().plus(Duration.ofDays(7));

    var late = blind.at(end).answered(Answer.NO_ANSWER);
    var over = blind.at(end.plusSeconds(1)).answered(Answer.NO_ANSWER);

    assertThat(late.status().state()).isEqualTo(SyncState.SYNCHRONIZING);
    assertThat(late.wake()).as("not slept past the end").contains(Duration.ofSeconds(1));
    assertThat(over.status().reason()).isEqualTo(Reason.DEADLINE_EXCEEDED);
    assertThat(over.status().message()).contains("7 days", "it broke");
    assertThat(over.status().lastError().recommendedActions()).isNotEmpty();
  }

  @Test
  void aRunBehindAClosedGateEndsToo() {
    var closed = running.gate(CLOSED);
    var waiting = closed.saved(closed.decide());
    var end = running.now().plus(Duration.ofDays(7));

    assertThat(waiting.at(end).decide().wake()).as("no hot loop").contains(Duration.ofSeconds(1));
    assertThat(waiting.at(end.plusSeconds(1)).decide().status().reason())
        .isEqualTo(Reason.DEADLINE_EXCEEDED);
  }

  @Test
  void aPaceBeyondTheDeadlineDoesNotKeepTheRunAlive() {
    var tomorrow = Optional.of(Duration.ofDays(1));
    var paced =
        new Outcome.Running(
            new Progress(
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Activity.WORKING,
                tomorrow));
    var untilTheEnd = Duration.between(running.now(), T0.plus(TIMEOUT).plusSeconds(1));

    var decision = running.answered(paced);
    var woken = running.saved(decision).later(untilTheEnd);

    assertThat(decision.wake()).contains(untilTheEnd);
    assertThat(woken.decide().call())
        .as("seen before it is judged")
        .isInstanceOf(VendorCall.Poll.class);
    assertThat(woken.answered(paced).status().reason()).isEqualTo(Reason.DEADLINE_EXCEEDED);
  }

  @Test
  void aVendorThatAsksForWeeksIsAskedOnceMoreBeforeTheRunIsGivenUp() {
    var month = Optional.of(Duration.ofDays(30));
    var throttled = new Outcome.Deferred(Reason.THROTTLED, BOOM, month);
    var week = Duration.ofDays(7).plusSeconds(1);

    var decision = running.answered(throttled);
    var woken = running.saved(decision).later(week);

    assertThat(decision.wake()).contains(week);
    assertThat(woken.decide().call()).isInstanceOf(VendorCall.Poll.class);
    assertThat(woken.answered(throttled).status().reason()).isEqualTo(Reason.DEADLINE_EXCEEDED);
  }

  @Test
  void longPastItsDeadlineTheVendorIsAskedBeforeTheRunIsGivenUp() {
    var back = running.later(Duration.ofDays(3));

    assertThat(back.decide().call()).isInstanceOf(VendorCall.Poll.class);
    assertThat(back.answered(Answer.SUCCEEDED).status().state()).isEqualTo(SyncState.SUCCEEDED);
  }

  @Test
  void anEndedOperationsTargetIsLookedAtFiveTimesBeforeTheAttemptEnds() {
    var waits = new ArrayList<Duration>();
    var scene = running.retryLimit(0);
    var decision = scene.answered(Answer.UNCONFIRMED);
    while (decision.status().inFlight()) {
      waits.add(decision.wake().orElseThrow());
      scene = scene.saved(decision).later(decision.wake().orElseThrow());
      decision = scene.answered(Answer.UNCONFIRMED);
    }

    assertThat(waits).extracting(Duration::toSeconds).containsExactly(15L, 30L, 60L, 60L, 60L);
    assertThat(decision.status().reason()).isEqualTo(Reason.STILL_OUT_OF_SYNC);
    assertThat(decision.status().error()).isEqualTo("it broke");
  }

  @Test
  void aLookAtAnEndedOperationsTargetIsNotPutOffPastTheDeadline() {
    var minute = SampleStatus.LOOKED_AT_FIVE_TIMES.scene().timeout(Duration.ofSeconds(70));
    var twoLooks = minute.status().withRun(minute.status().run().withConfirmations(2));
    var decision = minute.status(twoLooks).answered(Answer.UNCONFIRMED);
    var end = minute.status(decision.status()).later(decision.wake().orElseThrow());

    assertThat(decision.wake()).contains(Duration.ofSeconds(11));
    assertThat(end.answered(Answer.UNCONFIRMED).status().error()).isEqualTo("it broke");
  }

  @Test
  void aTargetThatIsLateToBeInOrderIsNoError() {
    var blind =
        SampleStatus.BLIND.scene().status(SampleStatus.BLIND.status.withError("unreachable"));
    var status = blind.answered(Answer.UNCONFIRMED).status();

    assertThat(status.error()).isNull();
    assertThat(status.message()).contains("it broke");
  }

  private static Progress progress(Activity activity) {
    return new Progress(
        Optional.empty(), OptionalInt.empty(), Optional.of("None"), activity, Optional.empty());
  }
}
