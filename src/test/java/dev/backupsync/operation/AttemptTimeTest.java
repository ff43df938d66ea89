package dev.backupsync.operation;

import static dev.backupsync.operation.Scene.CLOSED;
import static dev.backupsync.operation.Scene.T0;
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
class AttemptTimeTest {
  private static final Duration TIMEOUT = Duration.ofHours(12);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration POLL = Duration.ofSeconds(15);

  private final Scene running = Before.RUNNING.scene();

  @Test
  void theTimeBeginsWithTheAcceptedStartAndNotWithTheWish() {
    var license = Scene.fresh().answered(Said.ABSENT.outcome);
    var later = Scene.fresh().after(license).later(Duration.ofSeconds(4));

    var run = later.decide(license.effect(), Said.RUNNING.outcome).status().run();

    assertThat(run.acceptedTime()).isEqualTo(later.now());
    assertThat(run.deadline()).isEqualTo(later.now().plus(TIMEOUT));
  }

  @Test
  void theTimeOfAFoundRunBeginsWhenItIsFound() {
    var run = Scene.fresh().answered(Said.RUNNING.outcome).status().run();

    assertThat(run.adopted()).isTrue();
    assertThat(run.deadline()).isEqualTo(Scene.fresh().now().plus(TIMEOUT));
  }

  @Test
  void aStartWhoseAnswerWasLostMayHaveBeenAcceptedThen() {
    var found = Before.IN_DOUBT.scene().answered(Said.RUNNING.outcome).status().run();

    assertThat(found.acceptedTime()).isEqualTo(T0);
  }

  @Test
  void theDeadlineFollowsTheSpecInFlight() {
    var raised = running.timeout(TIMEOUT.multipliedBy(2)).decide();
    var lowered = running.timeout(Duration.ofSeconds(30));

    assertThat(raised.status().run().deadline()).isEqualTo(T0.plus(TIMEOUT.multipliedBy(2)));
    assertThat(lowered.answered(Said.RUNNING.outcome).status().reason())
        .isEqualTo(Reason.DEADLINE_EXCEEDED);
  }

  @Test
  void aRaisedTimeoutHelpsARunThatWouldBeLate() {
    var late = running.at(T0.plus(TIMEOUT).plusSeconds(1));

    assertThat(late.answered(Said.RUNNING.outcome).status().inFlight()).isFalse();
    assertThat(late.timeout(DAY).answered(Said.RUNNING.outcome).status().inFlight()).isTrue();
  }

  @Test
  void aSpecThatBecomesNonsenseTakesNoTimeAway() {
    var day = running.timeout(DAY);
    var known = day.after(day.answered(Said.RUNNING.outcome));

    var invalid = known.invalid().at(T0.plus(DAY)).answered(Said.RUNNING.outcome).status();

    assertThat(invalid.inFlight()).isTrue();
    assertThat(invalid.run().deadline()).isEqualTo(T0.plus(DAY));
  }

  @Test
  void anAbsenceOfTheOperatorDoesNotCount() {
    var back = running.later(Duration.ofDays(3));
    var seen = back.observed().watchedSince(back.now());

    var missed = answered(seen, Said.UNKNOWN);
    var again = back.after(missed).later(POLL);
    var sighted = answered(again.observed().watchedSince(back.now()), Said.RUNNING).status();

    assertThat(missed.status().inFlight()).isTrue();
    assertThat(sighted.state()).isEqualTo(SyncState.SYNCHRONIZING);
    assertThat(sighted.run().unseenSince()).isNull();
    assertThat(sighted.run().uncounted()).isEqualTo(Duration.between(T0, again.now()).toSeconds());
    assertThat(sighted.run().deadline()).isEqualTo(again.now().plus(TIMEOUT));
  }

  @Test
  void whoNeverLeftCountsEverySecond() {
    var late = running.at(T0.plus(TIMEOUT).plusSeconds(1));
    var seen = late.observed().watchedSince(T0);

    assertThat(answered(seen, Said.RUNNING).status().reason()).isEqualTo(Reason.DEADLINE_EXCEEDED);
  }

  @Test
  void aConnectionThatIsDownStopsTheClock() {
    var closed = running.gate(CLOSED);
    var down = closed.after(closed.decide());
    var up = down.gate(Scene.OPEN).later(DAY);

    var sighted = up.answered(Said.RUNNING.outcome).status().run();

    assertThat(down.status().run().unseenSince()).isEqualTo(running.now());
    assertThat(sighted.uncounted()).isEqualTo(DAY.toSeconds());
    assertThat(sighted.deadline()).isEqualTo(T0.plus(TIMEOUT).plus(DAY));
  }

  @Test
  void pollsWithoutAnAnswerStopTheClock() {
    var blind = running.after(running.answered(Said.UNKNOWN.outcome));
    var later = blind.later(DAY).answered(Said.UNKNOWN.outcome);

    var sighted =
        blind.after(later).later(DAY.plusMinutes(1)).answered(Said.RUNNING.outcome).status();

    assertThat(sighted.inFlight()).isTrue();
    assertThat(sighted.run().uncounted()).isEqualTo(DAY.plusMinutes(1).toSeconds());
  }

  @Test
  void afterALongTimeOutOfSightARunIsLookedAtForTheGrace() {
    var last = T0.plus(TIMEOUT).minusSeconds(5);
    var blind = running.at(last).after(running.at(last).answered(Said.UNKNOWN.outcome));
    var back = blind.later(DAY);

    var run = back.answered(Said.RUNNING.outcome).status().run();

    assertThat(run.deadline()).isEqualTo(last.plus(DAY).plus(Duration.ofMinutes(10)));
  }

  @Test
  void aVendorThatBlinksDoesNotKeepARunAlive() {
    var scene = running;
    var step = scene.answered(Said.RUNNING.outcome);
    for (var polls = 0; step.status().inFlight(); polls++) {
      assertThat(polls).isLessThan(12 * 3600 / 15 * 3);
      scene = scene.after(step).later(step.wake().orElseThrow());
      step = scene.answered(polls % 2 == 0 ? Said.UNKNOWN.outcome : Said.RUNNING.outcome);
    }

    assertThat(step.status().reason()).isEqualTo(Reason.DEADLINE_EXCEEDED);
  }

  @Test
  void aSecondAttemptThatWasNotSentIsNeverLate() {
    var back = Before.RETRYING.scene().later(Duration.ofDays(30));

    assertThat(back.gate(CLOSED).decide().status().inFlight()).isTrue();
    assertThat(back.answered(Said.UNKNOWN.outcome).status().inFlight()).isTrue();
    assertThat(back.answered(Said.ABSENT.outcome).effect()).isInstanceOf(Effect.Start.class);
  }

  @Test
  void startsWhoseAnswersAreAlwaysLostEnd() {
    var scene = Scene.fresh();
    var step = scene.answered(Said.ABSENT.outcome);
    var starts = 0;
    while (step.status().inFlight()) {
      starts++;
      assertThat(starts).isLessThan(2_000);
      scene = scene.after(step);
      if (step.effect() instanceof Effect.Start) {
        step = scene.decide(step.effect(), Said.UNKNOWN.outcome);
        scene = scene.after(step);
      }
      scene = scene.later(step.wake().orElseThrow());
      step = scene.answered(Said.ABSENT.outcome);
    }

    assertThat(step.status().reason()).isEqualTo(Reason.DEADLINE_EXCEEDED);
    assertThat(scene.now()).isBefore(T0.plus(TIMEOUT).plus(Duration.ofMinutes(10)));
  }

  @Test
  void pollsWithoutNewsCostAWriteForEveryTwentiethOfTheTimeout() {
    var scene = running;
    var written = new HashSet<SyncStatus>();
    var seen = new ArrayList<Instant>();
    for (var polls = 0; polls < 12 * 240 - 10; polls++) {
      var step = scene.answered(Said.RUNNING.outcome);
      written.add(step.status());
      seen.add(step.status().run().lastSeenTime());
      scene = scene.after(step).later(POLL);
    }

    assertThat(written).hasSizeLessThanOrEqualTo(21);
    assertThat(Duration.between(seen.getLast(), scene.now()))
        .isLessThanOrEqualTo(TIMEOUT.dividedBy(20).plus(POLL));
  }

  private static Transition answered(Observed seen, Said said) {
    var asked = SyncMachine.decide(seen);
    return SyncMachine.decide(seen.after(asked, said.outcome, seen.now()));
  }

  /** What the status tells must be what the machine reckons with. */
  @Test
  void whatIsSavedIsPlausible() {
    var run = running.answered(Said.UNKNOWN.outcome).status();

    assertThat(Plausible.status(run, _ -> true, running.now()).knownRun().map(Run::unseenSince))
        .contains(running.now());
  }
}
