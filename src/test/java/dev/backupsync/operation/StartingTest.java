package dev.backupsync.operation;

import static dev.backupsync.operation.Scene.CLOSED;
import static dev.backupsync.operation.Scene.FILES;
import static dev.backupsync.operation.Scene.MAIL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.Trigger;
import dev.backupsync.api.v1alpha1.TriggerType;
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
  void nothingStartsWithoutALook(Before before) {
    for (var given : Given.values()) {
      var step = given.in(before.scene()).decide();

      assertThat(step.effect()).isNotInstanceOf(Effect.Start.class);
    }
  }

  @Test
  void theWishToStartIsInTheStatusThatLicensesIt() {
    var license = fresh.answered(Said.ABSENT.outcome);

    assertThat(license.effect())
        .isEqualTo(new Effect.Start(license.status().run(), Optional.empty()));
    assertThat(license.status().run().inDoubt()).isTrue();
    assertThat(license.status().run().sentTime()).isEqualTo(fresh.now());
  }

  @Test
  void aPauseDoesNotHastenARetry() {
    var paused = Before.RETRYING.scene().suspended(true);
    var resumed = paused.after(paused.decide()).suspended(false);

    assertThat(resumed.decide().effect()).isEqualTo(new Effect.None());
    assertThat(resumed.decide().wake()).contains(Duration.ofMinutes(4));
  }

  @Test
  void aRequestIsPinnedWhenItsRunBegins() {
    var status = Before.SUCCEEDED.scene().requested("b").decide().status();

    assertThat(status.run().trigger()).isEqualTo(new Trigger(TriggerType.REQUESTED, "b"));
    assertThat(status.lastHandledRequest()).isEqualTo("b");
  }

  @Test
  void aRequestThatArrivesMidRunWakesTheNextRun() {
    var running = Before.RUNNING.scene().requested("b");

    var end = running.answered(Said.SUCCEEDED.outcome);
    var next = running.after(end).decide();

    assertThat(end.status().state()).isEqualTo(SyncState.SUCCEEDED);
    assertThat(end.wake()).contains(Duration.ZERO);
    assertThat(next.effect()).isInstanceOf(Effect.Locate.class);
    assertThat(next.status().run().trigger()).isEqualTo(new Trigger(TriggerType.REQUESTED, "b"));
  }

  @Test
  void aRequestThatWasServedStartsNothingMore() {
    var served = Before.SUCCEEDED.scene().requested("b");
    var found = served.answered(Said.RUNNING.outcome);
    var end = served.after(found).later(Duration.ofSeconds(15)).answered(Said.SUCCEEDED.outcome);

    assertThat(served.after(end).decide().effect()).isEqualTo(new Effect.None());
  }

  @Test
  void aTargetThatChangesMidRunDoesNotDisturbIt() {
    var running = Before.RUNNING.scene().target(FILES);

    var poll = running.decide();
    var end = running.answered(Said.SUCCEEDED.outcome);
    var next = running.after(end).decide();

    assertThat(poll.effect()).isEqualTo(new Effect.Poll(Before.RUNNING.status.run()));
    assertThat(end.status().run().target()).isEqualTo(MAIL);
    assertThat(end.wake()).contains(Duration.ZERO);
    assertThat(next.status().run().target()).isEqualTo(FILES);
    assertThat(next.status().run().trigger()).isEqualTo(Trigger.of(TriggerType.TARGET_CHANGED));
  }

  @Test
  void aTargetThatChangesMidRunAndBackStartsNothing() {
    var running = Before.RUNNING.scene().target(FILES).target(MAIL);

    assertThat(running.answered(Said.SUCCEEDED.outcome).wake()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"SUCCEEDED", "FAILED", "CANCELLED"})
  void aRestartALabelOrAChangedTimeoutStartNothing(Before ended) {
    var restarted = ended.scene();
    var edited = restarted.timeout(Duration.ofHours(1)).generation(2);

    assertThat(restarted.decide()).isEqualTo(Transition.rest(ended.status));
    assertThat(edited.decide()).isEqualTo(Transition.rest(ended.status.withObservedGeneration(2L)));
  }

  @Test
  void aRefusedStartLeavesNothingBehindAndIsTriedEverMoreSlowly() {
    var scene = fresh;
    var waits = new ArrayList<Long>();
    for (var i = 0; i < 5; i++) {
      var license = scene.answered(Said.ABSENT.outcome);
      var refused = scene.after(license).decide(license.effect(), Said.BARRED.outcome);
      waits.add(refused.wake().orElseThrow().toMinutes());
      assertThat(refused.status().mayRunAtVendor()).isFalse();
      assertThat(refused.status().run().deadline()).isNull();
      scene = scene.after(refused).later(refused.wake().orElseThrow());
    }

    assertThat(waits).containsExactly(5L, 10L, 20L, 30L, 30L);
    assertThat(scene.status().reason()).isEqualTo(Reason.START_REFUSED);
  }

  @Test
  void aRefusedStartGivesWayToANewerRequestAndToAnotherTarget() {
    var license = fresh.answered(Said.ABSENT.outcome);
    var refused = fresh.after(license).decide(license.effect(), Said.BARRED.outcome);
    var waiting = fresh.after(refused);

    for (var newer : List.of(waiting.requested("b"), waiting.target(FILES))) {
      var end = newer.decide();

      assertThat(end.status().state()).isEqualTo(SyncState.CANCELLED);
      assertThat(end.wake()).contains(Duration.ZERO);
      assertThat(newer.after(end).decide().effect()).isInstanceOf(Effect.Locate.class);
    }
  }

  @Test
  void aLostAnswerIsFollowedByALookThatAdopts() {
    var lost = lostStart();
    var adopted = lost.later(Duration.ofSeconds(15)).answered(Said.RUNNING.outcome);

    assertThat(adopted.status().run().adopted()).isTrue();
    assertThat(adopted.status().run().inDoubt()).isFalse();
    assertThat(adopted.status().run().operation()).isEqualTo(new Operation("op-1", null));
    assertThat(adopted.status().run().misses()).isZero();
  }

  @Test
  void aLostAnswerIsFollowedByASecondStartOnlyWhereNothingRunsForCertain() {
    var again = lostStart().later(Duration.ofSeconds(30));

    assertThat(again.answered(Said.ABSENT.outcome).effect()).isInstanceOf(Effect.Start.class);
    assertThat(again.answered(Said.NOT_SEEN.outcome).effect()).isEqualTo(new Effect.None());
  }

  @Test
  void aStartThatMayStillBeOnItsWayIsWaitedForAlsoWhereTheVendorTellsForCertain() {
    var lost = lostStart();
    var arrives = lost.wish().policy().arrivesBy(lost.status().run().sentTime());

    var before = lost.at(arrives.minusSeconds(1)).answered(Said.ABSENT.outcome);
    var after = lost.at(arrives).answered(Said.ABSENT.outcome);

    assertThat(before.status().run().inDoubt()).isTrue();
    assertThat(before.effect()).isEqualTo(new Effect.None());
    assertThat(after.effect()).isInstanceOf(Effect.Start.class);
  }

  @Test
  void aStartThatCannotBeSeenIsWaitedForUntilTheDoubtEnds() {
    var lost = lostStart();
    var ends = lost.wish().policy().doubtEnds(lost.status().run().sentTime());

    var before = lost.at(ends.minusSeconds(1)).answered(Said.NOT_SEEN.outcome);
    var after = lost.at(ends).answered(Said.NOT_SEEN.outcome);

    assertThat(before.status().run().inDoubt()).isTrue();
    assertThat(before.effect()).isEqualTo(new Effect.None());
    assertThat(after.effect()).isInstanceOf(Effect.Start.class);
  }

  @Test
  void aLostStartWhoseNeedHasGoneSucceeded() {
    var end = lostStart().later(Duration.ofSeconds(15)).answered(Said.IN_ORDER.outcome);

    assertThat(end.status().state()).isEqualTo(SyncState.SUCCEEDED);
    assertThat(end.status().reason()).isEqualTo(Reason.SYNCHRONIZED);
    assertThat(end.status().run().adopted()).isTrue();
    assertThat(end.status().needed()).isFalse();
  }

  @Test
  void aTargetThatWasNeverInNeedProvesNothingAboutALostStart() {
    var lost = lostStart(Said.IN_ORDER);

    assertThat(lost.status().run().neededBeforeStart()).isFalse();
    assertThat(lost.at(arrival(lost)).answered(Said.IN_ORDER.outcome).effect())
        .isInstanceOf(Effect.Start.class);
  }

  @Test
  void aTargetThatBrokeAfterALostStartAndIsInOrderAgainProvesNothingEither() {
    var lost = lostStart(Said.IN_ORDER);
    var broke = lost.later(Duration.ofSeconds(15));
    var healed = broke.after(broke.answered(Said.NOT_SEEN.outcome));

    assertThat(healed.status().needed()).isTrue();
    assertThat(healed.at(arrival(lost)).answered(Said.IN_ORDER.outcome).effect())
        .isInstanceOf(Effect.Start.class);
  }

  @Test
  void aTargetThatNobodyCouldLookAtProvesNothing() {
    var lost = lostStart(Said.UNSEEN);

    assertThat(lost.status().run().neededBeforeStart()).isNull();
    assertThat(lost.at(arrival(lost)).answered(Said.IN_ORDER.outcome).effect())
        .isInstanceOf(Effect.Start.class);
  }

  private static Instant arrival(Scene lost) {
    return lost.wish().policy().arrivesBy(lost.status().run().sentTime());
  }

  @Test
  void anAnswerThatSurelyStartedNothingClearsTheDoubt() {
    var deferred =
        Before.IN_DOUBT
            .scene()
            .decide(
                new Effect.Start(Before.IN_DOUBT.status.run(), Optional.empty()),
                Said.DEFERRED.outcome);

    assertThat(deferred.status().run().inDoubt()).isFalse();
    assertThat(deferred.status().run().attempt()).isEqualTo(1);
  }

  @Test
  void aStartRefusedBecauseOneIsAtWorkMayHaveMetOurOwn() {
    var lost = lostStart();
    var sent = lost.status().run().sentTime();
    var doubtEnded = lost.at(lost.wish().policy().doubtEnds(sent));
    var again = doubtEnded.answered(Said.NOT_SEEN.outcome);
    var licensed = doubtEnded.after(again);

    var refused = licensed.decide(again.effect(), Said.DEFERRED.outcome);
    var healed = licensed.after(refused).later(Duration.ofHours(1)).answered(Said.IN_ORDER.outcome);

    assertThat(refused.status().run().sentTime()).isEqualTo(sent);
    assertThat(healed.status().state()).isEqualTo(SyncState.SUCCEEDED);
    assertThat(healed.effect()).isEqualTo(new Effect.None());
  }

  @Test
  void whatWasThereBeforeTheStartIsRememberedForTheNextRunAndAttempt() {
    var absent = new Outcome.Absent(new Need.Needed(), true, List.of("old"));
    var license = fresh.answered(absent);
    var started = fresh.after(fresh.after(license).decide(license.effect(), Said.RUNNING.outcome));
    var ended = started.later(Duration.ofSeconds(15)).answered(Said.SUCCEEDED.outcome);
    var failed = started.later(Duration.ofSeconds(15)).answered(Said.FAILED.outcome);
    var next = started.after(ended).requested("b").decide().status().run();

    assertThat(license.status().run().isBystander("old")).isTrue();
    assertThat(next.attempt()).isEqualTo(1);
    assertThat(failed.status().run().attempt()).isEqualTo(2);
    assertThat(List.of(next, failed.status().run()))
        .as("with what the run before followed")
        .allSatisfy(run -> assertThat(run.bystanders()).containsExactly("op-1", "old"));
  }

  @ParameterizedTest
  @EnumSource
  void aClosedGateCallsNobody(Before before) {
    for (var given : Given.values()) {
      var scene = given.in(before.scene());

      assertThat(scene.gate(CLOSED).decide().effect()).isEqualTo(new Effect.None());
      assertThat(scene.gate(new Gate.Unseen()).decide().effect()).isEqualTo(new Effect.None());
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
    return lostStart(Said.ABSENT);
  }

  private Scene lostStart(Said look) {
    var license = fresh.answered(look.outcome);
    var licensed = fresh.after(license);
    var lost = licensed.decide(license.effect(), Said.UNKNOWN.outcome);

    assertThat(lost.wake()).contains(Duration.ofSeconds(15));
    assertThat(lost.status().run().inDoubt()).isTrue();
    return licensed.after(lost);
  }
}
