package dev.backupsync.statemachine;

import static dev.backupsync.statemachine.Scene.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.RunRecord;
import dev.backupsync.api.v1alpha1.RunResult;
import dev.backupsync.api.v1alpha1.StatusBudget;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.Truncation;
import dev.backupsync.vendor.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How attempts are repeated, how runs end, and what is remembered of them. */
class FinishingTest {
  private final Scene running = SampleStatus.RUNNING.scene();

  @Test
  void aFailedAttemptIsRepeatedUpToTheLimitAndThenEnds() {
    var waits = new ArrayList<Duration>();
    var scene = running;
    var decision = scene.answered(Answer.FAILED);
    while (decision.status().inFlight()) {
      waits.add(decision.wake().orElseThrow());
      scene = attemptedAgain(scene.saved(decision));
      decision = scene.answered(Answer.FAILED);
    }

    assertThat(waits).hasSize(3);
    assertThat(waits.get(0)).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(66));
    assertThat(waits.get(1)).isBetween(Duration.ofSeconds(120), Duration.ofSeconds(132));
    assertThat(waits.get(2)).isBetween(Duration.ofSeconds(240), Duration.ofSeconds(264));
    assertThat(decision.status().reason()).isEqualTo(Reason.RETRIES_EXHAUSTED);
    assertThat(decision.status().message()).isEqualTo("Failed 4 times: it broke");
    assertThat(decision.status().lastRun().attempts()).isEqualTo(4);
    assertThat(decision.status().error()).isEqualTo("it broke");
  }

  @Test
  void aRetryIsTheSameRunWithAFreshAttemptsTime() {
    var before = running.status().run();
    var decision = running.answered(Answer.FAILED);
    var run = decision.status().run();

    assertThat(run.id()).isEqualTo(before.id());
    assertThat(run.trigger()).isEqualTo(before.trigger());
    assertThat(run.attempt()).isEqualTo(2);
    assertThat(run.operation()).isNull();
    var woken = running.now().plus(decision.wake().orElseThrow());
    assertThat(woken).isBetween(run.nextPollTime(), run.nextPollTime().plusMillis(999));
    assertThat(run.deadline()).as("its time begins with its start").isNull();
    assertThat(decision.status().error()).isEqualTo("it broke");
  }

  @Test
  void aWakeUpIsNeverTooEarlyForAClockOfWholeSeconds() {
    var decision = running.answered(Answer.FAILED);

    assertThat(decision.wake().orElseThrow().toNanosPart()).isZero();
    assertThat(Decision.rest(decision.status(), Duration.ofMillis(1)).wake())
        .contains(Duration.ofSeconds(1));
  }

  @Test
  void aRestartNeitherForgetsNorHastensARetry() {
    var decision = running.answered(Answer.FAILED);
    var restarted = running.saved(decision);

    assertThat(restarted.decide())
        .isEqualTo(Decision.rest(decision.status(), decision.wake().get()));
    assertThat(restarted.later(decision.wake().get()).decide().call())
        .isInstanceOf(VendorCall.Locate.class);
    assertThat(restarted.decide().status().run().attempt()).isEqualTo(2);
  }

  @Test
  void withoutRetriesTheReasonIsTheVendorsOwn() {
    var end = running.retryLimit(0).answered(Answer.SESSION_LOST).status();

    assertThat(end.state()).isEqualTo(SyncState.FAILED);
    assertThat(end.reason()).isEqualTo(Reason.SESSION_LOST);
    assertThat(end.message()).isEqualTo("it broke");
  }

  @Test
  void theNextRunHasItsRetriesAgain() {
    var failed = SampleStatus.FAILED.scene().requested("b");

    assertThat(failed.decide().status().run().attempt()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(RunResult.class)
  void anEndLeavesItsRecord(RunResult result) {
    var said =
        switch (result) {
          case SUCCEEDED -> Answer.SUCCEEDED;
          case FAILED -> Answer.REJECTED;
          case CANCELLED -> Answer.CANCELLED;
        };
    var before = running.status().run();

    var status = running.answered(said.outcome).status();

    assertThat(status.state()).isEqualTo(result.state());
    assertThat(status.lastRun())
        .isEqualTo(
            new RunRecord(
                before.id(),
                before.trigger(),
                before.startTime(),
                running.now(),
                result,
                status.reason(),
                1,
                result == RunResult.FAILED ? "it broke" : null));
    assertThat(status.history()).containsExactly(status.lastRun());
    assertThat(status.lastSuccessTime())
        .isEqualTo(result == RunResult.SUCCEEDED ? running.now() : null);
    assertThat(status.progressPercent()).isEqualTo(result == RunResult.SUCCEEDED ? 100 : 10);
  }

  @Test
  void successTakesBackTheErrorAndTheNeed() {
    var troubled =
        SampleStatus.BLIND
            .status
            .withNeeded(true)
            .withError("it broke")
            .withLastError(Scene.BOOM.at(T0));

    var status = Scene.of(troubled).answered(Answer.SUCCEEDED).status();

    assertThat(status.error()).isNull();
    assertThat(status.lastError()).isNull();
    assertThat(status.needed()).isFalse();
  }

  @Test
  void historyKeepsTheTenNewestRunsBriefly() {
    var scene = running;
    for (var i = 0; i < 12; i++) {
      var long1000 = SyncError.of("Boom", "x".repeat(1000));
      var decision =
          scene
              .requested("request " + i)
              .decide(
                  new VendorCall.Poll(scene.status().run()),
                  new Outcome.Rejected(Reason.SYNC_FAILED, long1000));
      scene = running.requested("request " + i).status(decision.status());
      scene = scene.saved(scene.decide());
      scene = scene.status(scene.answered(Answer.RUNNING).status());
    }

    assertThat(scene.status().history()).hasSize(10);
    assertThat(scene.status().history().getFirst().trigger().token()).isEqualTo("request 10");
    assertThat(scene.status().history().getLast().trigger().token()).isEqualTo("request 1");
    assertThat(scene.status().history())
        .allSatisfy(run -> assertThat(run.error()).isEqualTo("x".repeat(61) + "…"));
    assertThat(scene.status().lastRun().error()).isEqualTo("x".repeat(253) + "…");
    assertThat(scene.status().lastError().message()).hasSize(1000);
  }

  @ParameterizedTest
  @EnumSource(names = {"SUCCEEDED", "FAILED", "CANCELLED"})
  void anInvalidSpecAndBackAgainRestoresTheStateOfTheLastRun(SampleStatus ended) {
    var invalid = ended.scene().invalid().decide().status();
    var back = ended.scene().status(invalid).decide();

    assertThat(invalid.state()).isEqualTo(SyncState.FAILED);
    assertThat(invalid.error()).isEqualTo("spec.timeout: not a duration");
    assertThat(ended.scene().status(invalid).invalid().decide().status())
        .as("told once")
        .isEqualTo(invalid);
    assertThat(back.call()).isEqualTo(new VendorCall.None());
    assertThat(back.status().state()).isEqualTo(ended.status.state());
    assertThat(back.status().reason()).isEqualTo(ended.status.reason());
    assertThat(back.status().error()).isEqualTo(ended.status.error());
  }

  @Test
  void anInvalidSpecThatWasNeverRunIsSeenAsNewOnceItIsMended() {
    var invalid = Scene.fresh().invalid().decide().status();

    assertThat(Scene.of(invalid).decide().call()).isInstanceOf(VendorCall.Locate.class);
  }

  @ParameterizedTest
  @EnumSource
  void everyDecisionSpeaksInFullAndBoundedSentences(Answer said) {
    for (var before : SampleStatus.values()) {
      for (var given : InputVariant.values()) {
        for (var question : Question.values()) {
          answered(given.in(before.scene()), question, said).forEach(FinishingTest::assertWellTold);
        }
        assertWellTold(given.in(before.scene()).decide());
      }
    }
  }

  private static List<Decision> answered(Scene scene, Question question, Answer said) {
    if (!scene.status().inFlight() || question == Question.CHECK) {
      return List.of();
    }
    try {
      return List.of(scene.decide(question.about(scene.status().run()), said.outcome));
    } catch (IllegalStateException notAnAnswer) {
      return List.of();
    }
  }

  private static void assertWellTold(Decision decision) {
    var status = decision.status();
    assertThat(texts(status)).allSatisfy(FinishingTest::assertWellTold);
    assertThat(decision.events()).allSatisfy(event -> assertWellTold(event.message()));
    if (status.currentState() != SyncState.PENDING) {
      assertThat(status.message()).isNotNull();
      assertThat(status.reason()).isNotNull();
    }
  }

  private static List<String> texts(SyncStatus status) {
    var texts = new ArrayList<String>();
    texts.add(status.message());
    texts.add(status.error());
    status.pastRuns().forEach(run -> texts.add(run.error()));
    texts.removeIf(text -> text == null);
    return texts;
  }

  private static void assertWellTold(String text) {
    assertThat(text)
        .isNotBlank()
        .doesNotContain("null", "Optional", "[", "PT")
        .satisfies(told -> assertThat(Truncation.fits(told, StatusBudget.LINE)).isTrue());
  }

  @Test
  void wordsThatAreAddedDoNotBreakTheLimit() {
    var error = SyncError.of("Boom", "x".repeat(StatusBudget.MESSAGE));

    var decision = running.answered(new Outcome.Failed(Reason.SYNC_FAILED, error));

    assertThat(Truncation.size(decision.status().message())).isEqualTo(StatusBudget.LINE);
    assertThat(decision.status().message()).endsWith("…");
    assertThat(Truncation.size(decision.events().getFirst().message()))
        .isEqualTo(StatusBudget.MESSAGE);
    assertThat(decision.status().lastError().message()).isEqualTo(error.message());
  }

  private static Scene attemptedAgain(Scene waiting) {
    var due = waiting.at(waiting.status().run().nextPollTime());
    var permit = due.answered(Answer.NOTHING_RUNS_SYNC_NEEDED);
    var started = due.saved(permit).decide(permit.call(), Answer.RUNNING.outcome);
    return due.saved(started);
  }
}
