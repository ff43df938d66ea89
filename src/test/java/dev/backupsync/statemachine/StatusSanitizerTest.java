package dev.backupsync.statemachine;

import static dev.backupsync.statemachine.Scene.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.ConnectionRef;
import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.RepositoryRef;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.RunRecord;
import dev.backupsync.api.v1alpha1.StatusBudget;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.api.v1alpha1.Truncation;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Status is input: what cannot be is not believed. */
class StatusSanitizerTest {
  private static final Instant NEVER = Instant.parse("9999-12-31T23:59:59Z");
  private static final String LONG = "x".repeat(5_000);

  @ParameterizedTest
  @EnumSource
  void whatTheMachineWritesIsPlausible(SampleStatus before) {
    var status = before.status;
    var read = read(status);

    assertThat(read.withRun(null)).isEqualTo(status.withRun(null));
    assertThat(read.knownRun().map(Run::id)).isEqualTo(status.knownRun().map(Run::id));
    assertThat(read(read)).isEqualTo(read);
  }

  @Test
  void whatWouldNeverComeComesNow() {
    var run = run(r -> r.withNextPollTime(NEVER).withSentTime(NEVER).withDeadline(NEVER));

    assertThat(run.nextPollTime()).isNull();
    assertThat(run.sentTime()).isEqualTo(T0);
    assertThat(run.deadline()).isEqualTo(T0.plus(StatusSanitizer.LONGEST_TIMEOUT));
  }

  @Test
  void noPlantedTimeKeepsARunForEver() {
    var month = Duration.ofDays(31);
    var run =
        run(
            r ->
                r.withAcceptedTime(NEVER)
                    .withLastSeenTime(NEVER)
                    .withUnseenSince(NEVER)
                    .withUncountedSeconds(Long.MAX_VALUE)
                    .withDeadline(NEVER));
    var early = run(r -> r.withLastSeenTime(Instant.EPOCH).withUnseenSince(Instant.EPOCH));

    assertThat(run.acceptedTime()).isEqualTo(T0);
    assertThat(run.lastSeenTime()).isEqualTo(T0);
    assertThat(run.unseenSince()).isEqualTo(T0);
    assertThat(run.uncounted()).isEqualTo(month.toSeconds());
    assertThat(run.deadline()).isEqualTo(T0.plus(month).plus(month));
    assertThat(early.lastSeenTime()).isEqualTo(early.acceptedTime());
    assertThat(early.unseenSince()).isEqualTo(early.acceptedTime());
  }

  @Test
  void whatWasNotSentHasNoTime() {
    var running = SampleStatus.RUNNING.status;
    var planted = running.withState(SyncState.STARTING).withRun(running.run().withOperation(null));

    assertThat(read(planted).run()).isEqualTo(planted.run().unsent());
  }

  @Test
  void aRunThatIsFollowedAlwaysHasABeginning() {
    assertThat(run(r -> r.withAcceptedTime(null)).acceptedTime()).isEqualTo(T0);
    assertThat(run(r -> r.withAcceptedTime(null).withStartTime(null)).acceptedTime()).isEqualTo(T0);
  }

  @Test
  void aRetryThatWaitsForWeeksIsLeftAlone() {
    var when = T0.plus(Duration.ofDays(31));

    assertThat(run(r -> r.withNextPollTime(when)).nextPollTime()).isEqualTo(when);
  }

  @Test
  void countersCountFromNothingToSomething() {
    var run = run(r -> r.withAttempt(-7).withMisses(-1).withIdlePolls(-9).withConfirmations(-9));
    var high = run(r -> r.withIdlePolls(Integer.MAX_VALUE).withMisses(Integer.MAX_VALUE));

    assertThat(run.attempt()).isOne();
    assertThat(run.misses()).isZero();
    assertThat(run.timesIdle()).isZero();
    assertThat(run.timesUnconfirmed()).isZero();
    assertThat(high.timesIdle()).isEqualTo(1_000);
    assertThat(high.misses()).isEqualTo(1_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "a/b", "?", "", "A", "a\n"})
  void aRunThroughAConnectionThatCannotBeIsNone(String name) {
    var byName = Target.of(new ConnectionRef("backup", name), new RepositoryRef(null, "Mail"));
    var byNamespace = Target.of(new ConnectionRef(name, "vb365"), new RepositoryRef(null, "Mail"));

    assertThat(read(planted(r -> r.withTarget(byName))).run()).isNull();
    assertThat(read(planted(r -> r.withTarget(byNamespace))).run()).isNull();
  }

  @Test
  void aRunThatIsTooLongToKeepIsNone() {
    assertThat(read(planted(r -> r.withId(LONG))).run()).isNull();
    assertThat(read(planted(r -> r.withOperation(new Operation(LONG, null)))).run()).isNull();
    assertThat(read(planted(r -> r.withOperation(new Operation("x", LONG.repeat(2))))).run())
        .isNull();
    assertThat(read(planted(r -> r.withBystanders(Collections.nCopies(2_000, "x")))).run())
        .isNull();
    assertThat(read(planted(r -> r.withBystanders(List.of(LONG)))).run()).isNull();
  }

  @Test
  void whatNobodyWroteIsBroughtBackIntoItsBounds() {
    var status =
        read(
            SyncStatus.NEW
                .withVendorState(LONG)
                .withLastHandledRequest(LONG)
                .withObservedSchedule(LONG)
                .withLastError(SyncError.of("X", "x").at(NEVER))
                .withMessage("a\n" + LONG)
                .withQueuedTime(NEVER)
                .withLastSuccessTime(NEVER)
                .withLastScheduleTime(NEVER));

    assertThat(status.vendorState()).hasSize(StatusBudget.WORD);
    assertThat(status.lastHandledRequest()).startsWith("xxx");
    assertThat(Truncation.size(status.lastHandledRequest())).isEqualTo(StatusBudget.REQUEST);
    assertThat(status.lastError().time()).isEqualTo(T0);
    assertThat(status.observedSchedule()).isNull();
    assertThat(status.message()).startsWith("a x").endsWith("x…");
    assertThat(Truncation.size(status.message())).isEqualTo(StatusBudget.LINE);
    assertThat(status.queuedTime()).isEqualTo(T0);
    assertThat(status.lastSuccessTime()).isEqualTo(T0);
    assertThat(status.lastScheduleTime()).isEqualTo(T0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-01-01T00:00:00.1Z", "-99999-01-01T00:00:00Z"})
  void aRecordOfATimeThatNobodyWritesIsLeftOut(String time) {
    var run = SampleStatus.SUCCEEDED.status.lastRun();
    var odd =
        new RunRecord(
            run.id(),
            run.trigger(),
            Instant.parse(time),
            run.completionTime(),
            run.result(),
            run.reason(),
            run.attempts(),
            run.error());

    assertThat(read(SyncStatus.NEW.withHistory(List.of(odd, run))).history()).containsExactly(run);
  }

  private static Run run(UnaryOperator<Run> change) {
    return read(planted(change)).knownRun().orElseThrow();
  }

  private static SyncStatus planted(UnaryOperator<Run> change) {
    var running = SampleStatus.RUNNING.status;
    return running.withRun(change.apply(running.run()));
  }

  private static SyncStatus read(SyncStatus status) {
    return StatusSanitizer.status(status, target -> target.repository() != null, T0);
  }
}
