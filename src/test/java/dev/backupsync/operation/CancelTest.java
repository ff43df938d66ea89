package dev.backupsync.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.SyncState;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the annotation that stops a run does in every state, and what {@code suspend} does. */
class CancelTest {

  @ParameterizedTest
  @EnumSource(names = {"QUEUED", "LOOKING", "RETRYING"})
  void whatDoesNotRunYetIsCancelledWithoutAskingAnybody(Before before) {
    var step = before.scene().cancelRequested("c").decide();

    assertThat(step.effect()).isEqualTo(new Effect.None());
    assertThat(step.status().state()).isEqualTo(SyncState.CANCELLED);
    assertThat(step.status().lastHandledCancel()).isEqualTo("c");
    assertThat(before.scene().cancelRequested("c").after(step).decide().effect())
        .as("and stays so")
        .isEqualTo(new Effect.None());
  }

  @Test
  void cancelledInTheQueueAlsoBehindAClosedGate() {
    var queued = Before.QUEUED.scene().gate(Scene.CLOSED).cancelRequested("c");

    assertThat(queued.decide().status().state()).isEqualTo(SyncState.CANCELLED);
  }

  @Test
  void aStartInDoubtIsFoundFirstAndThenStopped() {
    var doubt = Before.IN_DOUBT.scene().cancelRequested("c");
    var adopted = doubt.answered(Said.RUNNING.outcome);
    var stopping = doubt.after(adopted).decide();

    assertThat(doubt.decide().effect()).isInstanceOf(Effect.Locate.class);
    assertThat(adopted.wake()).contains(Duration.ZERO);
    assertThat(stopping.effect()).isInstanceOf(Effect.Cancel.class);
  }

  @Test
  void aStartInDoubtThatIsNotThereIsCancelled() {
    var doubt = Before.IN_DOUBT.scene().cancelRequested("c");

    assertThat(doubt.answered(Said.ABSENT.outcome).status().state()).isEqualTo(SyncState.CANCELLED);
  }

  @Test
  void aRunIsStoppedAtOnceWhateverPaceTheVendorSet() {
    var scene = Before.RUNNING.scene();
    var paced = scene.after(scene.answered(Said.RUNNING_PACED.outcome)).cancelRequested("c");

    assertThat(paced.decide().effect()).isInstanceOf(Effect.Cancel.class);
    assertThat(paced.answered(Said.CANCELLED.outcome).status().state())
        .isEqualTo(SyncState.CANCELLED);
  }

  @Test
  void aVendorThatCannotStopIsAskedOnceAndTheRunIsFollowed() {
    var running = Before.RUNNING.scene().cancelRequested("c");
    var told = running.answered(Said.CANCEL_UNSUPPORTED.outcome);
    var woken = running.after(told).decide();
    var followed = running.after(told).later(Duration.ofSeconds(15)).decide();

    assertThat(told.status().reason()).isEqualTo(Reason.CANCEL_UNSUPPORTED);
    assertThat(woken.effect())
        .as("it can be read until the next poll is due")
        .isEqualTo(new Effect.None());
    assertThat(woken.status().reason()).isEqualTo(Reason.CANCEL_UNSUPPORTED);
    assertThat(followed.effect()).isInstanceOf(Effect.Poll.class);
    assertThat(running.after(told).cancelRequested("d").decide().effect())
        .as("a new value asks again")
        .isInstanceOf(Effect.Cancel.class);
  }

  @Test
  void aCancelThatFailsIsRepeatedAndTheRunIsPolledInBetween() {
    var running = Before.RUNNING.scene().cancelRequested("c");
    var failed = running.after(running.answered(Said.UNKNOWN.outcome));
    var waiting = failed.decide();
    var polled = failed.later(Duration.ofSeconds(15));
    var blind = polled.after(polled.answered(Said.UNKNOWN.outcome)).later(Duration.ofSeconds(30));

    assertThat(waiting.effect()).isEqualTo(new Effect.None());
    assertThat(polled.decide().effect()).isInstanceOf(Effect.Poll.class);
    assertThat(polled.answered(Said.SUCCEEDED.outcome).status().state())
        .isEqualTo(SyncState.SUCCEEDED);
    assertThat(polled.answered(Said.RUNNING.outcome).wake()).contains(Duration.ZERO);
    assertThat(blind.decide().effect()).isInstanceOf(Effect.Cancel.class);
  }

  @Test
  void aRunThatFailsOnceItWasAskedToStopIsNotRepeated() {
    var running = Before.RUNNING.scene().cancelRequested("c");
    var lost = running.after(running.answered(Said.UNKNOWN.outcome)).later(Duration.ofSeconds(15));

    var end = lost.answered(Said.FAILED.outcome);

    assertThat(end.status().state()).isEqualTo(SyncState.CANCELLED);
    assertThat(end.wake()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"SUCCEEDED", "FAILED", "CANCELLED"})
  void anOldCancelDoesNotTouchALaterRun(Before ended) {
    var cancelled = ended.scene().cancelRequested("c");
    var later = cancelled.requested("b");
    var begun = later.after(later.decide());
    var running = begun.after(begun.answered(Said.RUNNING.outcome));

    assertThat(cancelled.decide()).isEqualTo(Transition.rest(ended.status));
    assertThat(begun.decide().effect()).isInstanceOf(Effect.Locate.class);
    assertThat(running.decide().effect()).isInstanceOf(Effect.Poll.class);
  }

  @Test
  void anOldCancelDoesNotTouchALaterRunThatHadToQueue() {
    var later = Before.SUCCEEDED.scene().cancelRequested("c").requested("b").gate(Scene.CLOSED);
    var queued = later.after(later.decide());

    assertThat(queued.decide().status().state()).isEqualTo(SyncState.QUEUED);
    assertThat(queued.gate(Scene.OPEN).decide().effect()).isInstanceOf(Effect.Locate.class);
  }

  @Test
  void suspendHoldsARetryAndGivesItItsWholeTimeLater() {
    var held = Before.RETRYING.scene().suspended(true);
    var step = held.decide();
    var resumed = held.after(step).suspended(false).later(Duration.ofDays(30));

    assertThat(step.status().run().deadline()).isNull();
    assertThat(held.after(step).later(Duration.ofDays(3)).decide().status())
        .as("no write while it is held")
        .isEqualTo(step.status());
    assertThat(resumed.answered(Said.ABSENT.outcome).status().run().deadline())
        .isEqualTo(resumed.now().plus(Duration.ofHours(12)));
    assertThat(resumed.decide().status().run().attempt()).isEqualTo(2);
  }

  @Test
  void suspendFollowsARunInFlightToItsEndAndStartsNoOther() {
    var running = Before.RUNNING.scene().suspended(true).requested("b");
    var end = running.answered(Said.SUCCEEDED.outcome);
    var after = running.after(end);

    assertThat(running.decide().effect()).isInstanceOf(Effect.Poll.class);
    assertThat(end.wake()).isEmpty();
    assertThat(after.decide()).isEqualTo(Transition.rest(end.status()));
    assertThat(after.suspended(false).decide().effect()).isInstanceOf(Effect.Locate.class);
  }

  @Test
  void aSuspendedSyncKeepsNoErrorOfTheWaitBefore() {
    var status = Before.QUEUED.scene().suspended(true).decide().status();

    assertThat(status.reason()).isEqualTo(Reason.SUSPENDED);
    assertThat(status.error()).isNull();
  }
}
