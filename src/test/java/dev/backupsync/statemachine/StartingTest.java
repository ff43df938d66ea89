package dev.backupsync.statemachine;

import static dev.backupsync.statemachine.Scene.BOOM;
import static dev.backupsync.statemachine.Scene.CLOSED;
import static dev.backupsync.statemachine.Scene.FILES;
import static dev.backupsync.statemachine.Scene.MAIL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.Trigger;
import dev.backupsync.api.v1alpha1.TriggerType;
import dev.backupsync.vendor.Need;
import dev.backupsync.vendor.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a run begins, what it serves, and what becomes of a start whose answer was lost. */
class StartingTest {
  private final Scene fresh = Scene.fresh();

  @ParameterizedTest
  @EnumSource
  void nothingStartsWithoutALook(SampleStatus before) {
    for (var given : InputVariant.values()) {
      var decision = given.in(before.scene()).decide();

      assertThat(decision.call()).isNotInstanceOf(VendorCall.Start.class);
    }
  }

  @Test
  void theWishToStartIsInTheStatusThatPermitsIt() {
    var permit = fresh.answered(Answer.NOTHING_RUNS_SYNC_NEEDED);

    assertThat(permit.call())
        .isEqualTo(new VendorCall.Start(permit.status().run(), Optional.empty()));
    assertThat(permit.status().run().inDoubt()).isTrue();
    assertThat(permit.status().run().sentTime()).isEqualTo(fresh.now());
  }

  @Test
  void aPauseDoesNotHastenARetry() {
    var paused = SampleStatus.RETRYING.scene().suspended(true);
    var resumed = paused.saved(paused.decide()).suspended(false);

    assertThat(resumed.decide().call()).isEqualTo(new VendorCall.None());
    assertThat(resumed.decide().wake()).contains(Duration.ofMinutes(4));
  }

  @Test
  void aRequestIsPinnedWhenItsRunBegins() {
    var status = SampleStatus.SUCCEEDED.scene().requested("b").decide().status();

    assertThat(status.run().trigger()).isEqualTo(new Trigger(TriggerType.REQUESTED, "b"));
    assertThat(status.lastHandledRequest()).isEqualTo("b");
  }

  @Test
  void aRequestThatArrivesMidRunWakesTheNextRun() {
    var running = SampleStatus.RUNNING.scene().requested("b");

    var end = running.answered(Answer.SUCCEEDED);
    var next = running.saved(end).decide();

    assertThat(end.status().state()).isEqualTo(SyncState.SUCCEEDED);
    assertThat(end.wake()).contains(Duration.ZERO);
    assertThat(next.call()).isInstanceOf(VendorCall.Locate.class);
    assertThat(next.status().run().trigger()).isEqualTo(new Trigger(TriggerType.REQUESTED, "b"));
  }

  @Test
  void aRequestThatWasServedStartsNothingMore() {
    var served = SampleStatus.SUCCEEDED.scene().requested("b");
    var found = served.answered(Answer.RUNNING);
    var end = served.saved(found).later(Duration.ofSeconds(15)).answered(Answer.SUCCEEDED);

    assertThat(served.saved(end).decide().call()).isEqualTo(new VendorCall.None());
  }

  @Test
  void aTargetThatChangesMidRunDoesNotDisturbIt() {
    var running = SampleStatus.RUNNING.scene().target(FILES);

    var poll = running.decide();
    var end = running.answered(Answer.SUCCEEDED);
    var next = running.saved(end).decide();

    assertThat(poll.call()).isEqualTo(new VendorCall.Poll(SampleStatus.RUNNING.status.run()));
    assertThat(end.status().run().target()).isEqualTo(MAIL);
    assertThat(end.wake()).contains(Duration.ZERO);
    assertThat(next.status().run().target()).isEqualTo(FILES);
    assertThat(next.status().run().trigger()).isEqualTo(Trigger.of(TriggerType.TARGET_CHANGED));
  }

  @Test
  void aTargetThatChangesMidRunAndBackStartsNothing() {
    var moved = SampleStatus.RUNNING.scene().target(FILES);
    var back = moved.saved(moved.answered(Answer.RUNNING)).target(MAIL);

    assertThat(back.answered(Answer.SUCCEEDED).wake()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"SUCCEEDED", "FAILED", "CANCELLED"})
  void aRestartALabelOrAChangedTimeoutStartNothing(SampleStatus ended) {
    var restarted = ended.scene();
    var edited = restarted.timeout(Duration.ofHours(1)).generation(2);

    assertThat(restarted.decide()).isEqualTo(Decision.rest(ended.status));
    assertThat(edited.decide()).isEqualTo(Decision.rest(ended.status.withObservedGeneration(2L)));
  }

  @Test
  void aRefusedStartLeavesNothingBehindAndIsTriedEverMoreSlowly() {
    var scene = fresh;
    var waits = new ArrayList<Long>();
    for (var i = 0; i < 5; i++) {
      var permit = scene.answered(Answer.NOTHING_RUNS_SYNC_NEEDED);
      var refused = scene.saved(permit).decide(permit.call(), Answer.START_REFUSED.outcome);
      waits.add(refused.wake().orElseThrow().toMinutes());
      assertThat(refused.status().mayRunAtVendor()).isFalse();
      assertThat(refused.status().run().deadline()).isNull();
      scene = scene.saved(refused).later(refused.wake().orElseThrow());
    }

    assertThat(waits).containsExactly(5L, 10L, 20L, 30L, 30L);
    assertThat(scene.status().reason()).isEqualTo(Reason.START_REFUSED);
  }

  @Test
  void aRefusedStartGivesWayToANewerRequestAndToAnotherTarget() {
    var permit = fresh.answered(Answer.NOTHING_RUNS_SYNC_NEEDED);
    var refused = fresh.saved(permit).decide(permit.call(), Answer.START_REFUSED.outcome);
    var waiting = fresh.saved(refused);

    for (var newer : List.of(waiting.requested("b"), waiting.target(FILES))) {
      var end = newer.decide();

      assertThat(end.status().state()).isEqualTo(SyncState.CANCELLED);
      assertThat(end.wake()).contains(Duration.ZERO);
      assertThat(newer.saved(end).decide().call()).isInstanceOf(VendorCall.Locate.class);
    }
  }

  @Test
  void aLostAnswerIsFollowedByALookThatAdopts() {
    var lost = lostStart();
    var adopted = lost.later(Duration.ofSeconds(15)).answered(Answer.RUNNING);

    assertThat(adopted.status().run().adopted()).isTrue();
    assertThat(adopted.status().run().inDoubt()).isFalse();
    assertThat(adopted.status().run().operation()).isEqualTo(new Operation("op-1", null));
    assertThat(adopted.status().run().misses()).isZero();
  }

  @Test
  void aLostAnswerIsFollowedByASecondStartOnlyWhereNothingRunsForCertain() {
    var again = lostStart().later(Duration.ofSeconds(30));

    assertThat(again.answered(Answer.NOTHING_RUNS_SYNC_NEEDED).call())
        .isInstanceOf(VendorCall.Start.class);
    assertThat(again.answered(Answer.PERHAPS_NOTHING_RUNS).call()).isEqualTo(new VendorCall.None());
  }

  @Test
  void aStartThatMayStillBeOnItsWayIsWaitedForAlsoWhereTheVendorTellsForCertain() {
    var lost = lostStart();
    var arrives = lost.desired().settings().arrivesBy(lost.status().run().sentTime());

    var before = lost.at(arrives.minusSeconds(1)).answered(Answer.NOTHING_RUNS_SYNC_NEEDED);
    var after = lost.at(arrives).answered(Answer.NOTHING_RUNS_SYNC_NEEDED);

    assertThat(before.status().run().inDoubt()).isTrue();
    assertThat(before.call()).isEqualTo(new VendorCall.None());
    assertThat(after.call()).isInstanceOf(VendorCall.Start.class);
  }

  @Test
  void aStartThatCannotBeSeenIsWaitedForUntilTheDoubtEnds() {
    var lost = lostStart();
    var ends = lost.desired().settings().doubtEnds(lost.status().run().sentTime());

    var before = lost.at(ends.minusSeconds(1)).answered(Answer.PERHAPS_NOTHING_RUNS);
    var after = lost.at(ends).answered(Answer.PERHAPS_NOTHING_RUNS);

    assertThat(before.status().run().inDoubt()).isTrue();
    assertThat(before.call()).isEqualTo(new VendorCall.None());
    assertThat(after.call()).isInstanceOf(VendorCall.Start.class);
  }

  @Test
  void aLostStartWhoseNeedHasGoneSucceeded() {
    var end = lostStart().later(Duration.ofSeconds(15)).answered(Answer.NOTHING_RUNS_IN_SYNC);

    assertThat(end.status().state()).isEqualTo(SyncState.SUCCEEDED);
    assertThat(end.status().reason()).isEqualTo(Reason.SYNCHRONIZED);
    assertThat(end.status().run().adopted()).isTrue();
    assertThat(end.status().needed()).isFalse();
  }

  @Test
  void aTargetThatWasNeverInNeedProvesNothingAboutALostStart() {
    var lost = lostStart(Answer.NOTHING_RUNS_IN_SYNC);

    assertThat(lost.status().run().neededBeforeStart()).isFalse();
    assertThat(lost.at(arrival(lost)).answered(Answer.NOTHING_RUNS_IN_SYNC).call())
        .isInstanceOf(VendorCall.Start.class);
  }

  @Test
  void aTargetThatBrokeAfterALostStartAndIsInOrderAgainProvesNothingEither() {
    var lost = lostStart(Answer.NOTHING_RUNS_IN_SYNC);
    var broke = lost.later(Duration.ofSeconds(15));
    var healed = broke.saved(broke.answered(Answer.PERHAPS_NOTHING_RUNS));

    assertThat(healed.status().needed()).isTrue();
    assertThat(healed.at(arrival(lost)).answered(Answer.NOTHING_RUNS_IN_SYNC).call())
        .isInstanceOf(VendorCall.Start.class);
  }

  @Test
  void aTargetThatNobodyCouldLookAtProvesNothing() {
    var lost = lostStart(Answer.NOTHING_RUNS_NEED_HIDDEN);

    assertThat(lost.status().run().neededBeforeStart()).isNull();
    assertThat(lost.at(arrival(lost)).answered(Answer.NOTHING_RUNS_IN_SYNC).call())
        .isInstanceOf(VendorCall.Start.class);
  }

  private static Instant arrival(Scene lost) {
    return lost.desired().settings().arrivesBy(lost.status().run().sentTime());
  }

  @Test
  void anAnswerThatSurelyStartedNothingClearsTheDoubtOfThatStartAlone() {
    var deferred =
        SampleStatus.IN_DOUBT
            .scene()
            .decide(
                new VendorCall.Start(SampleStatus.IN_DOUBT.status.run(), Optional.empty()),
                Answer.THROTTLED_77S.outcome);

    assertThat(deferred.status().run().inDoubt()).isFalse();
    assertThat(deferred.status().run().attempt()).isEqualTo(1);
  }

  @Test
  void aStartRefusedBecauseOneIsAtWorkMayHaveMetOurOwn() {
    var lost = lostStart();
    var sent = lost.status().run().sentTime();
    var doubtEnded = lost.at(lost.desired().settings().doubtEnds(sent));
    var again = doubtEnded.answered(Answer.PERHAPS_NOTHING_RUNS);
    var permitted = doubtEnded.saved(again);

    var atWork = new Outcome.Deferred(Reason.TARGET_BUSY, BOOM, Optional.empty());
    var refused = permitted.decide(again.call(), atWork);
    var healed =
        permitted.saved(refused).later(Duration.ofHours(1)).answered(Answer.NOTHING_RUNS_IN_SYNC);

    assertThat(refused.status().run().sentTime()).isEqualTo(sent);
    assertThat(healed.status().state()).isEqualTo(SyncState.SUCCEEDED);
    assertThat(healed.call()).isEqualTo(new VendorCall.None());
  }

  @Test
  void whatWasThereBeforeTheStartIsRememberedForTheNextRunAndAttempt() {
    var absent = new Outcome.Absent(new Need.Needed(), true, List.of("old"));
    var permit = fresh.answered(absent);
    var started = fresh.saved(fresh.saved(permit).decide(permit.call(), Answer.RUNNING.outcome));
    var ended = started.later(Duration.ofSeconds(15)).answered(Answer.SUCCEEDED);
    var failed = started.later(Duration.ofSeconds(15)).answered(Answer.FAILED);
    var next = started.saved(ended).requested("b").decide().status().run();

    assertThat(permit.status().run().isBystander("old")).isTrue();
    assertThat(next.attempt()).isEqualTo(1);
    assertThat(failed.status().run().attempt()).isEqualTo(2);
    assertThat(List.of(next, failed.status().run()))
        .as("with what the run before followed")
        .allSatisfy(run -> assertThat(run.bystanders()).containsExactly("op-1", "old"));
  }

  @ParameterizedTest
  @EnumSource
  void aClosedGateCallsNobody(SampleStatus before) {
    for (var given : InputVariant.values()) {
      var scene = given.in(before.scene());

      assertThat(scene.gate(CLOSED).decide().call()).isEqualTo(new VendorCall.None());
      assertThat(scene.gate(new Gate.Unknown()).decide().call()).isEqualTo(new VendorCall.None());
    }
  }

  @Test
  void waitingForOthersIsNoErrorAndWaitingForAConnectionIs() {
    var busy = fresh.gate(new Gate.Closed(Reason.TARGET_BUSY, "mail-2 runs on it")).decide();
    var down = fresh.gate(CLOSED).decide();

    assertThat(busy.status().message()).isEqualTo("mail-2 runs on it");
    assertThat(busy.status().error()).isNull();
    assertThat(down.status().error()).isEqualTo("vb365 is unreachable");
  }

  private Scene lostStart() {
    return lostStart(Answer.NOTHING_RUNS_SYNC_NEEDED);
  }

  private Scene lostStart(Answer look) {
    var permit = fresh.answered(look.outcome);
    var permitted = fresh.saved(permit);
    var lost = permitted.decide(permit.call(), Answer.NO_ANSWER.outcome);

    assertThat(lost.wake()).contains(Duration.ofSeconds(15));
    assertThat(lost.status().run().inDoubt()).isTrue();
    return permitted.saved(lost);
  }
}
