package dev.backupsync.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.RunRecord;
import dev.backupsync.api.v1alpha1.RunResult;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.Trigger;
import dev.backupsync.api.v1alpha1.TriggerType;
import dev.backupsync.schedule.Jitter;
import dev.backupsync.schedule.Schedule;
import dev.backupsync.schedule.ZonedCron;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** By when a sync must have succeeded: each by its own schedule, and none too early. */
class SuccessDueTest {
  private static final Duration TIMEOUT = Duration.ofHours(12);
  private static final Instant CREATED = Instant.parse("2026-01-01T10:00:00Z");
  private static final Optional<Schedule> AT_THREE =
      Optional.of(
          new Schedule(
              "daily",
              new ZonedCron(Wall.daily("03:00"), ZoneOffset.UTC),
              Optional.empty(),
              Jitter.NONE));

  @Test
  void theFirstRunIsDueOnceItHadItsTime() {
    assertThat(due(Optional.empty(), SyncStatus.NEW)).contains(CREATED.plus(TIMEOUT));
    assertThat(due(AT_THREE, SyncStatus.NEW)).contains(CREATED.plus(TIMEOUT));
  }

  @Test
  void afterASuccessTheNextSlotIsDueOnceItHadItsTime() {
    var status = succeeded("2026-05-01T03:40:00Z").withLastScheduleTime(at("2026-05-01T03:00:00Z"));

    assertThat(due(AT_THREE, status)).contains(at("2026-05-02T15:00:00Z"));
  }

  @Test
  void withoutAScheduleNothingIsDueAfterASuccess() {
    assertThat(due(Optional.empty(), succeeded("2026-05-01T03:40:00Z"))).isEmpty();
  }

  /** Slots that were skipped or failed, however many, do not put off what is due. */
  @Test
  void slotsWithoutASuccessPutNothingOff() {
    var status = succeeded("2026-05-01T03:40:00Z").withLastScheduleTime(at("2026-05-09T03:00:00Z"));

    assertThat(due(AT_THREE, status)).contains(at("2026-05-02T15:00:00Z"));
    assertThat(due(AT_THREE, failed(status))).contains(at("2026-05-02T15:00:00Z"));
    assertThat(due(AT_THREE, running(failed(status), "2026-05-10T03:00:00Z")))
        .as("it has failed since")
        .contains(at("2026-05-02T15:00:00Z"));
  }

  @Test
  void aScheduleThatIsSetLaterLooksOnlyForward() {
    var status = succeeded("2026-01-01T10:40:00Z").withLastScheduleTime(at("2026-05-09T11:22:33Z"));

    assertThat(due(AT_THREE, status)).contains(at("2026-05-10T15:00:00Z"));
  }

  @Test
  void whatIsResumedHasTheTimeOfItsRun() {
    var status = succeeded("2026-01-01T03:40:00Z").withLastScheduleTime(at("2026-05-09T03:00:00Z"));

    assertThat(due(AT_THREE, running(status, "2026-05-09T11:00:00Z")))
        .contains(at("2026-05-09T23:00:00Z"));
    assertThat(
            due(
                AT_THREE,
                status.withState(SyncState.QUEUED).withQueuedTime(at("2026-05-09T11:00:00Z"))))
        .contains(at("2026-05-09T23:00:00Z"));
  }

  private static Optional<Instant> due(Optional<Schedule> schedule, SyncStatus status) {
    return SuccessDue.of(schedule, TIMEOUT, status, CREATED);
  }

  private static SyncStatus succeeded(String when) {
    return SyncStatus.NEW
        .withState(SyncState.SUCCEEDED)
        .withLastRun(record(RunResult.SUCCEEDED))
        .withLastSuccessTime(at(when));
  }

  private static SyncStatus failed(SyncStatus status) {
    return status.withState(SyncState.FAILED).withLastRun(record(RunResult.FAILED));
  }

  private static SyncStatus running(SyncStatus status, String since) {
    var trigger = Trigger.of(TriggerType.SCHEDULED);
    return status
        .withState(SyncState.SYNCHRONIZING)
        .withRun(Run.begin("run-2", Scene.MAIL, trigger, at(since)));
  }

  private static RunRecord record(RunResult result) {
    return new RunRecord(
        "run-1", Trigger.of(TriggerType.CREATED), null, null, result, null, 1, null);
  }

  private static Instant at(String time) {
    return Instant.parse(time);
  }
}
