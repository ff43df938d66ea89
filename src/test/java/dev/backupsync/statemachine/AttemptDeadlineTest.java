package dev.backupsync.statemachine;

import static dev.backupsync.statemachine.Scene.CLOSED;
import static dev.backupsync.statemachine.Scene.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

/** What counts towards the timeout of an attempt, and what does not. */
class AttemptDeadlineTest {
  private static final Duration TIMEOUT = Duration.ofHours(12);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration POLL = Duration.ofSeconds(15);

  private final Scene running = SampleStatus.RUNNING.scene();

  @Test
  void theTimeBeginsWithTheAcceptedStartAndNotWithTheWish() {
    var permit = Scene.fresh().answered(Answer.NOTHING_RUNS_SYNC_NEEDED);
    var later = Scene.fresh().saved(permit).later(Duration.ofSeconds(4));

    var run = later.decide(permit.call(), Answer.RUNNING.outcome).status().run();

    assertThat(run.acceptedTime()).isEqualTo(later.now());
    assertThat(run.deadline()).isEqualTo(later.now().plus(TIMEOUT));
  }

  @Test
  void theTimeOfAFoundRunBeginsWhenItIsFound() {
    var run = Scene.fresh().answered(Answer.RUNNING).status().run();

    assertThat(run.adopted()).isTrue();
    assertThat(run.deadline()).isEqualTo(Scene.fresh().now().plus(TIMEOUT));
  }

  @Test
  void aStartWhoseAnswerWasLostMayHaveBeenAcceptedThen() {
    var found = SampleStatus.IN_DOUBT.scene().answered(Answer.RUNNING).status().run();

    assertThat(found.acceptedTime()).isEqualTo(T0);
  }

  @Test
  void theDeadlineFollowsTheSpecInFlight() {
    var raised = running.timeout(TIMEOUT.multipliedBy(2)).decide();
    var lowered = running.timeout(Duration.ofSeconds(30));

    assertThat(raised.status().run().deadline()).isEqualTo(T0.plus(TIMEOUT.multipliedBy(2)));
    assertThat(lowered.answered(Answer.RUNNING).status().reason())
        .isEqualTo(Reason.DEADLINE_EXCEEDED);
  }

  @Test
  void aRaisedTimeoutHelpsARunThatWouldBeLate() {
    var late = running.at(T0.plus(TIMEOUT).plusSeconds(1));

    assertThat(late.answered(Answer.RUNNING).status().inFlight()).isFalse();
    assertThat(late.timeout(DAY).answered(Answer.RUNNING).status().inFlight()).isTrue();
  }

  @Test
  void aSpecThatBecomesNonsenseTakesNoTimeAway() {
    var day = running.timeout(DAY);
    var known = day.saved(day.answered(Answer.RUNNING));

    var invalid = known.invalid().at(T0.plus(DAY)).answered(Answer.RUNNING).status();

    assertThat(invalid.inFlight()).isTrue();
    assertThat(invalid.run().deadline()).isEqualTo(T0.plus(DAY));
  }

  @Test
  void anAbsenceOfTheOperatorDoesNotCount() {
    var back = running.later(Duration.ofDays(3));
    var input = back.observed().watchedSince(back.now());

    var missed = answered(input, Answer.NO_ANSWER);
    var again = back.saved(missed).later(POLL);
    var sighted = answered(again.observed().watchedSince(back.now()), Answer.RUNNING).status();

    assertThat(missed.status().inFlight()).isTrue();
    assertThat(sighted.state()).isEqualTo(SyncState.SYNCHRONIZING);
    assertThat(sighted.run().unseenSince()).isNull();
    assertThat(sighted.run().uncounted()).isEqualTo(Duration.between(T0, again.now()).toSeconds());
    assertThat(sighted.run().deadline()).isEqualTo(again.now().plus(TIMEOUT));
  }

  @Test
  void whoNeverLeftCountsEverySecond() {
    var late = running.at(T0.plus(TIMEOUT).plusSeconds(1));
    var input = late.observed().watchedSince(T0);

    assertThat(answered(input, Answer.RUNNING).status().reason())
        .isEqualTo(Reason.DEADLINE_EXCEEDED);
  }

  @Test
  void aConnectionThatIsDownStopsTheClock() {
    var closed = running.gate(CLOSED);
    var down = closed.saved(closed.decide());
    var up = down.gate(Scene.OPEN).later(DAY);

    var sighted = up.answered(Answer.RUNNING).status().run();

    assertThat(down.status().run().unseenSince()).isEqualTo(running.now());
    assertThat(sighted.uncounted()).isEqualTo(DAY.toSeconds());
    assertThat(sighted.deadline()).isEqualTo(T0.plus(TIMEOUT).plus(DAY));
  }

  @Test
  void pollsWithoutAnAnswerStopTheClock() {
    var blind = running.saved(running.answered(Answer.NO_ANSWER));
    var later = blind.later(DAY).answered(Answer.NO_ANSWER);

    var sighted = blind.saved(later).later(DAY.plusMinutes(1)).answered(Answer.RUNNING).status();

    assertThat(sighted.inFlight()).isTrue();
    assertThat(sighted.run().uncounted()).isEqualTo(DAY.plusMinutes(1).toSeconds());
  }

  @Test
  void afterALongTimeOutOfSightARunIsLookedAtForTheGrace() {
    var last = T0.plus(TIMEOUT).minusSeconds(5);
    var blind = running.at(last).saved(running.at(last).answered(Answer.NO_ANSWER));
    var back = blind.later(DAY);

    var run = back.answered(Answer.RUNNING).status().run();

    assertThat(run.deadline()).isEqualTo(last.plus(DAY).plus(Duration.ofMinutes(10)));
  }

  @Test
  void aVendorThatBlinksDoesNotKeepARunAlive() {
    var scene = running;
    var decision = scene.answered(Answer.RUNNING);
    for (var polls = 0; decision.status().inFlight(); polls++) {
      assertThat(polls).isLessThan(12 * 3600 / 15 * 3);
      scene = scene.saved(decision).later(decision.wake().orElseThrow());
      decision = scene.answered(polls % 2 == 0 ? Answer.NO_ANSWER.outcome : Answer.RUNNING.outcome);
    }

    assertThat(decision.status().reason()).isEqualTo(Reason.DEADLINE_EXCEEDED);
  }

  @Test
  void aSecondAttemptThatWasNotSentIsNeverLate() {
    var back = SampleStatus.RETRYING.scene().later(Duration.ofDays(30));

    assertThat(back.gate(CLOSED).decide().status().inFlight()).isTrue();
    assertThat(back.answered(Answer.NO_ANSWER).status().inFlight()).isTrue();
    assertThat(back.answered(Answer.NOTHING_RUNS_SYNC_NEEDED).call())
        .isInstanceOf(VendorCall.Start.class);
  }

  @Test
  void startsWhoseAnswersAreAlwaysLostEnd() {
    var scene = Scene.fresh();
    var decision = scene.answered(Answer.NOTHING_RUNS_SYNC_NEEDED);
    var starts = 0;
    while (decision.status().inFlight()) {
      starts++;
      assertThat(starts).isLessThan(2_000);
      scene = scene.saved(decision);
      if (decision.call() instanceof VendorCall.Start) {
        decision = scene.decide(decision.call(), Answer.NO_ANSWER.outcome);
        scene = scene.saved(decision);
      }
      scene = scene.later(decision.wake().orElseThrow());
      decision = scene.answered(Answer.NOTHING_RUNS_SYNC_NEEDED);
    }

    assertThat(decision.status().reason()).isEqualTo(Reason.DEADLINE_EXCEEDED);
    assertThat(scene.now()).isBefore(T0.plus(TIMEOUT).plus(Duration.ofMinutes(10)));
  }

  @Test
  void pollsWithoutNewsCostAWriteForEveryTwentiethOfTheTimeout() {
    var scene = running;
    var written = new HashSet<SyncStatus>();
    var seen = new ArrayList<Instant>();
    for (var polls = 0; polls < 12 * 240 - 10; polls++) {
      var decision = scene.answered(Answer.RUNNING);
      written.add(decision.status());
      seen.add(decision.status().run().lastSeenTime());
      scene = scene.saved(decision).later(POLL);
    }

    assertThat(written).hasSizeLessThanOrEqualTo(21);
    assertThat(Duration.between(seen.getLast(), scene.now()))
        .isLessThanOrEqualTo(TIMEOUT.dividedBy(20).plus(POLL));
  }

  private static Decision answered(DecisionInput input, Answer said) {
    var asked = SyncMachine.decide(input);
    return SyncMachine.decide(input.after(asked, said.outcome, input.now()));
  }

  /** What the status tells must be what the machine reckons with. */
  @Test
  void whatIsSavedIsPlausible() {
    var run = running.answered(Answer.NO_ANSWER).status();

    assertThat(
            StatusSanitizer.status(run, _ -> true, running.now()).knownRun().map(Run::unseenSince))
        .contains(running.now());
  }
}
