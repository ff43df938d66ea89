package dev.backupsync.statemachine;

import static dev.backupsync.statemachine.Scene.FILES;
import static dev.backupsync.statemachine.Scene.MAIL;
import static dev.backupsync.statemachine.Scene.T0;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DecisionInputTest {

  @ParameterizedTest
  @EnumSource
  void theSubjectIsTheRunInFlightElseWhatSpecAsksFor(SampleStatus before) {
    var desired = before.scene().target(FILES).desired();

    assertThat(DecisionInput.subject(desired, before.status))
        .contains(before.status.inFlight() ? MAIL : FILES);
  }

  @Test
  void anInvalidSpecHasNoSubjectUnlessARunIsInFlight() {
    var invalid = Scene.fresh().invalid().desired();

    assertThat(DecisionInput.subject(invalid, SampleStatus.SUCCEEDED.status)).isEmpty();
    assertThat(DecisionInput.subject(invalid, SampleStatus.RUNNING.status)).contains(MAIL);
  }

  @ParameterizedTest(name = "{0} after the beginning: overdue {1}")
  @CsvSource({"PT0S, false", "PT12H, false", "PT12H1S, true"})
  void latenessIsCountedFromTheDeadline(Duration since, boolean overdue) {
    var input = SampleStatus.RUNNING.scene().at(T0.plus(since)).observed();

    assertThat(input.overdue()).isEqualTo(overdue);
    assertThat(input.givenUp()).isFalse();
  }

  @Test
  void whoComesBackLooksForTheGraceBeforeHeGivesARunUp() {
    var back = SampleStatus.BLIND.scene().later(Duration.ofDays(30));
    var watched = back.observed();
    var returned = watched.watchedSince(back.now().minus(Duration.ofMinutes(10)));

    assertThat(watched.givenUp()).isTrue();
    assertThat(returned.givenUp()).isFalse();
    assertThat(
            back.later(Duration.ofSeconds(1))
                .observed()
                .watchedSince(returned.watchingSince())
                .givenUp())
        .isTrue();
  }

  @Test
  void aRunWhoseTimeStandsStillIsNeverLate() {
    var held =
        SampleStatus.LOOKING.status.withRun(SampleStatus.LOOKING.status.run().withDeadline(null));
    var input = Scene.of(held).later(Duration.ofDays(999)).observed();

    assertThat(input.overdue()).isFalse();
    assertThat(input.givenUp()).isFalse();
    assertThat(input.waitUntil(input.now().plusSeconds(5))).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void aCancelIsRequestedUntilItsValueWasHandled() {
    var running = SampleStatus.RUNNING.scene();
    var handled = running.status(running.status().withLastHandledCancel("c"));

    assertThat(running.observed().cancelRequested()).isFalse();
    assertThat(running.cancelRequested("c").observed().cancelRequested()).isTrue();
    assertThat(handled.cancelRequested("c").observed().cancelRequested()).isFalse();
    assertThat(handled.cancelRequested("d").observed().cancelRequested()).isTrue();
  }
}
