package dev.backupsync.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.SyncStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StartAnswerPrecedenceTest {
  private static final SyncStatus SENT = SampleStatus.IN_DOUBT.status;
  private static final SyncStatus ANSWERED = SampleStatus.RUNNING.status;
  private static final SyncStatus WATCHED =
      SampleStatus.IN_DOUBT.scene().answered(Answer.NO_ANSWER).status();

  @Test
  void isSavedOverTheDoubtOfOneWhoOnlyWatched() {
    assertThat(WATCHED).isNotEqualTo(SENT);
    assertThat(StartAnswerPrecedence.replaces(ANSWERED, SENT, WATCHED)).isTrue();
  }

  @Test
  void isSavedOverItWhereItIsTheEndAsWell() {
    assertThat(StartAnswerPrecedence.replaces(SampleStatus.FAILED.status, SENT, WATCHED)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "IN_DOUBT")
  void isNotSavedOverAnythingElse(SampleStatus live) {
    assertThat(StartAnswerPrecedence.replaces(ANSWERED, SENT, live.status)).isFalse();
  }

  @Test
  void isNotSavedOverALaterStart() {
    var run = WATCHED.run();
    var again = WATCHED.withRun(run.withSentTime(run.sentTime().plusSeconds(10)));
    var retried = WATCHED.withRun(run.withAttempt(run.attempt() + 1));
    var other = WATCHED.withRun(run.withId("run-2"));

    assertThat(StartAnswerPrecedence.replaces(ANSWERED, SENT, again)).isFalse();
    assertThat(StartAnswerPrecedence.replaces(ANSWERED, SENT, retried)).isFalse();
    assertThat(StartAnswerPrecedence.replaces(ANSWERED, SENT, other)).isFalse();
  }

  @Test
  void isNotSavedOverACancelOrARequestThatWasHandledMeanwhile() {
    assertThat(StartAnswerPrecedence.replaces(ANSWERED, SENT, WATCHED.withLastHandledCancel("c")))
        .isFalse();
    assertThat(StartAnswerPrecedence.replaces(ANSWERED, SENT, WATCHED.withLastHandledRequest("b")))
        .isFalse();
  }

  @Test
  void oneThatStillWondersReplacesNothing() {
    assertThat(StartAnswerPrecedence.replaces(WATCHED, SENT, WATCHED)).isFalse();
  }

  @Test
  void whoSentNothingReplacesNothing() {
    assertThat(StartAnswerPrecedence.replaces(ANSWERED, SampleStatus.LOOKING.status, WATCHED))
        .isFalse();
  }
}
