package dev.backupsync.statemachine;

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
  void whatDoesNotRunYetIsCancelledWithoutAskingAnybody(SampleStatus before) {
    var decision = before.scene().cancelRequested("c").decide();

    assertThat(decision.call()).isEqualTo(new VendorCall.None());
    assertThat(decision.status().state()).isEqualTo(SyncState.CANCELLED);
    assertThat(decision.status().lastHandledCancel()).isEqualTo("c");
    assertThat(before.scene().cancelRequested("c").saved(decision).decide().call())
        .as("and stays so")
        .isEqualTo(new VendorCall.None());
  }

  @Test
  void cancelledInTheQueueAlsoBehindAClosedGate() {
    var queued = SampleStatus.QUEUED.scene().gate(Scene.CLOSED).cancelRequested("c");

    assertThat(queued.decide().status().state()).isEqualTo(SyncState.CANCELLED);
  }

  @Test
  void aStartInDoubtIsFoundFirstAndThenStopped() {
    var doubt = SampleStatus.IN_DOUBT.scene().cancelRequested("c");
    var adopted = doubt.answered(Answer.RUNNING);
    var stopping = doubt.saved(adopted).decide();

    assertThat(doubt.decide().call()).isInstanceOf(VendorCall.Locate.class);
    assertThat(adopted.wake()).contains(Duration.ZERO);
    assertThat(stopping.call()).isInstanceOf(VendorCall.Cancel.class);
  }

  @Test
  void aStartInDoubtThatIsNotThereIsCancelled() {
    var doubt = SampleStatus.IN_DOUBT.scene().cancelRequested("c");

    assertThat(doubt.answered(Answer.NOTHING_RUNS_SYNC_NEEDED).status().state())
        .isEqualTo(SyncState.CANCELLED);
  }

  @Test
  void aRunIsStoppedAtOnceWhateverPaceTheVendorSet() {
    var scene = SampleStatus.RUNNING.scene();
    var paced = scene.saved(scene.answered(Answer.RUNNING_ASK_IN_1_MIN)).cancelRequested("c");

    assertThat(paced.decide().call()).isInstanceOf(VendorCall.Cancel.class);
    assertThat(paced.answered(Answer.CANCELLED).status().state()).isEqualTo(SyncState.CANCELLED);
  }

  @Test
  void aVendorThatCannotStopIsAskedOnceAndTheRunIsFollowed() {
    var running = SampleStatus.RUNNING.scene().cancelRequested("c");
    var told = running.answered(Answer.CANCEL_UNSUPPORTED);
    var woken = running.saved(told).decide();
    var followed = running.saved(told).later(Duration.ofSeconds(15)).decide();

    assertThat(told.status().reason()).isEqualTo(Reason.CANCEL_UNSUPPORTED);
    assertThat(woken.call())
        .as("it can be read until the next poll is due")
        .isEqualTo(new VendorCall.None());
    assertThat(woken.status().reason()).isEqualTo(Reason.CANCEL_UNSUPPORTED);
    assertThat(followed.call()).isInstanceOf(VendorCall.Poll.class);
    assertThat(running.saved(told).cancelRequested("d").decide().call())
        .as("a new value asks again")
        .isInstanceOf(VendorCall.Cancel.class);
  }

  @Test
  void aCancelThatFailsIsRepeatedAndTheRunIsPolledInBetween() {
    var running = SampleStatus.RUNNING.scene().cancelRequested("c");
    var failed = running.saved(running.answered(Answer.NO_ANSWER));
    var waiting = failed.decide();
    var polled = failed.later(Duration.ofSeconds(15));
    var blind = polled.saved(polled.answered(Answer.NO_ANSWER)).later(Duration.ofSeconds(30));

    assertThat(waiting.call()).isEqualTo(new VendorCall.None());
    assertThat(polled.decide().call()).isInstanceOf(VendorCall.Poll.class);
    assertThat(polled.answered(Answer.SUCCEEDED).status().state()).isEqualTo(SyncState.SUCCEEDED);
    assertThat(polled.answered(Answer.RUNNING).wake()).contains(Duration.ZERO);
    assertThat(blind.decide().call()).isInstanceOf(VendorCall.Cancel.class);
  }

  @Test
  void aRunThatFailsOnceItWasAskedToStopIsNotRepeated() {
    var running = SampleStatus.RUNNING.scene().cancelRequested("c");
    var lost = running.saved(running.answered(Answer.NO_ANSWER)).later(Duration.ofSeconds(15));

    var end = lost.answered(Answer.FAILED);

    assertThat(end.status().state()).isEqualTo(SyncState.CANCELLED);
    assertThat(end.wake()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"SUCCEEDED", "FAILED", "CANCELLED"})
  void anOldCancelDoesNotTouchALaterRun(SampleStatus ended) {
    var cancelled = ended.scene().cancelRequested("c");
    var later = cancelled.requested("b");
    var begun = later.saved(later.decide());
    var running = begun.saved(begun.answered(Answer.RUNNING));

    assertThat(cancelled.decide()).isEqualTo(Decision.rest(ended.status));
    assertThat(begun.decide().call()).isInstanceOf(VendorCall.Locate.class);
    assertThat(running.decide().call()).isInstanceOf(VendorCall.Poll.class);
  }

  @Test
  void anOldCancelDoesNotTouchALaterRunThatHadToQueue() {
    var later =
        SampleStatus.SUCCEEDED.scene().cancelRequested("c").requested("b").gate(Scene.CLOSED);
    var queued = later.saved(later.decide());

    assertThat(queued.decide().status().state()).isEqualTo(SyncState.QUEUED);
    assertThat(queued.gate(Scene.OPEN).decide().call()).isInstanceOf(VendorCall.Locate.class);
  }

  @Test
  void suspendHoldsARetryAndGivesItItsWholeTimeLater() {
    var held = SampleStatus.RETRYING.scene().suspended(true);
    var decision = held.decide();
    var resumed = held.saved(decision).suspended(false).later(Duration.ofDays(30));

    assertThat(held.saved(decision).later(Duration.ofDays(3)).decide().status())
        .as("no write while it is held")
        .isEqualTo(decision.status());
    assertThat(resumed.answered(Answer.NOTHING_RUNS_SYNC_NEEDED).status().run().deadline())
        .isEqualTo(resumed.now().plus(Duration.ofHours(12)));
    assertThat(resumed.decide().status().run().attempt()).isEqualTo(2);
  }

  @Test
  void suspendFollowsARunInFlightToItsEndAndStartsNoOther() {
    var running = SampleStatus.RUNNING.scene().suspended(true).requested("b");
    var end = running.answered(Answer.SUCCEEDED);
    var after = running.saved(end);

    assertThat(running.decide().call()).isInstanceOf(VendorCall.Poll.class);
    assertThat(end.wake()).isEmpty();
    assertThat(after.decide()).isEqualTo(Decision.rest(end.status()));
    assertThat(after.suspended(false).decide().call()).isInstanceOf(VendorCall.Locate.class);
  }

  @Test
  void aSuspendedSyncKeepsNoErrorOfTheWaitBefore() {
    var waiting = SampleStatus.QUEUED.scene();
    assertThat(waiting.status().error()).isEqualTo("vb365 is unreachable");

    var status = waiting.suspended(true).decide().status();

    assertThat(status.reason()).isEqualTo(Reason.SUSPENDED);
    assertThat(status.error()).isNull();
  }
}
