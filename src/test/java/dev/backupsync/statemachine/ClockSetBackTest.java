package dev.backupsync.statemachine;

import static dev.backupsync.statemachine.Scene.BOOM;
import static dev.backupsync.statemachine.Scene.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What the times of a status are worth after the clock was put back by two hours. */
class ClockSetBackTest {
  private static final Duration TWO_HOURS = Duration.ofHours(2);
  private static final Instant WRITTEN = T0.plus(Duration.ofMinutes(40));
  private static final Instant BACK = WRITTEN.minus(TWO_HOURS);

  @Test
  void aRunMovesAsAWholeAndKeepsWhatItTook() {
    var run = read(r -> r.withLastSeenTime(WRITTEN).withDeadline(T0.plus(Duration.ofHours(12))));

    assertThat(run.lastSeenTime()).isEqualTo(BACK);
    assertThat(run.acceptedTime()).isEqualTo(T0.minus(TWO_HOURS));
    assertThat(run.startTime()).isEqualTo(T0.minus(TWO_HOURS));
    assertThat(run.deadline()).isEqualTo(T0.plus(Duration.ofHours(10)));
  }

  @Test
  void aPollThatWouldBeDueHoursLaterIsDue() {
    var paced = read(r -> r.withLastSeenTime(WRITTEN).withNextPollTime(WRITTEN.plusSeconds(60)));

    assertThat(paced.nextPollTime()).isNull();
  }

  /** The error was told when the wait began. */
  @Test
  void soIsARetryThatWaitsSinceAnError() {
    var retry =
        SampleStatus.RETRYING
            .status
            .withRun(SampleStatus.RETRYING.status.run().withStartTime(BACK.minusSeconds(1)))
            .withLastError(BOOM.at(WRITTEN));

    var status = read(retry);

    assertThat(status.run().nextPollTime()).isNull();
    assertThat(status.lastError().time()).isEqualTo(BACK);
    assertThat(read(status)).isEqualTo(status);
  }

  @Test
  void theDoubtAboutAStartBeginsAnew() {
    var doubt = SampleStatus.IN_DOUBT.status;

    var run = read(doubt.withRun(doubt.run().withSentTime(WRITTEN))).run();

    assertThat(run.sentTime()).isEqualTo(BACK);
  }

  @Test
  void nothingMovesWhereNothingIsYetToCome() {
    var paced = running(r -> r.withLastSeenTime(BACK).withNextPollTime(BACK.plusSeconds(60)));

    assertThat(StatusSanitizer.status(paced, _ -> true, WRITTEN).run().nextPollTime())
        .isEqualTo(BACK.plusSeconds(60));
  }

  /** What is over needs no look, and no write. */
  @Test
  void whatIsOverStaysAsItIs() {
    var over =
        SampleStatus.FAILED.status.withLastError(BOOM.at(WRITTEN)).withLastSuccessTime(WRITTEN);

    assertThat(read(over)).isEqualTo(over);
  }

  private static Run read(UnaryOperator<Run> change) {
    return read(running(change)).run();
  }

  private static SyncStatus running(UnaryOperator<Run> change) {
    var running = SampleStatus.RUNNING.status;
    return running.withRun(change.apply(running.run()));
  }

  private static SyncStatus read(SyncStatus status) {
    return StatusSanitizer.status(status, _ -> true, BACK);
  }
}
