package dev.backupsync.operation;

import static dev.backupsync.operation.Scene.FILES;
import static dev.backupsync.operation.Scene.MAIL;
import static dev.backupsync.operation.Scene.T0;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ObservedTest {

  @ParameterizedTest
  @EnumSource
  void theSubjectIsTheRunInFlightElseWhatSpecAsksFor(Before before) {
    var wish = before.scene().target(FILES).wish();

    assertThat(Observed.subject(wish, before.status))
        .contains(before.status.inFlight() ? MAIL : FILES);
  }

  @Test
  void anInvalidSpecHasNoSubjectUnlessARunIsInFlight() {
    var invalid = Scene.fresh().invalid().wish();

    assertThat(Observed.subject(invalid, Before.SUCCEEDED.status)).isEmpty();
    assertThat(Observed.subject(invalid, Before.RUNNING.status)).contains(MAIL);
  }

  @ParameterizedTest(name = "{0} after the beginning: overdue {1}")
  @CsvSource({"PT0S, false", "PT12H, false", "PT12H1S, true"})
  void latenessIsCountedFromTheDeadline(Duration since, boolean overdue) {
    var seen = Before.RUNNING.scene().at(T0.plus(since)).observed();

    assertThat(seen.overdue()).isEqualTo(overdue);
    assertThat(seen.givenUp()).isFalse();
  }

  @Test
  void whoComesBackLooksForTheGraceBeforeHeGivesARunUp() {
    var back = Before.BLIND.scene().later(Duration.ofDays(30));
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
    var held = Before.LOOKING.status.withRun(Before.LOOKING.status.run().withDeadline(null));
    var seen = Scene.of(held).later(Duration.ofDays(999)).observed();

    assertThat(seen.overdue()).isFalse();
    assertThat(seen.givenUp()).isFalse();
    assertThat(seen.waitUntil(seen.now().plusSeconds(5))).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void aCancelIsRequestedUntilItsValueWasHandled() {
    var running = Before.RUNNING.scene();
    var handled = running.status(running.status().withLastHandledCancel("c"));

    assertThat(running.observed().cancelRequested()).isFalse();
    assertThat(running.cancelRequested("c").observed().cancelRequested()).isTrue();
    assertThat(handled.cancelRequested("c").observed().cancelRequested()).isFalse();
    assertThat(handled.cancelRequested("d").observed().cancelRequested()).isTrue();
  }
}
