package dev.backupsync.controller;

import dev.backupsync.api.v1alpha1.BackupInstanceRef;
import dev.backupsync.api.v1alpha1.ConnectionRef;
import dev.backupsync.api.v1alpha1.ConnectionStatus;
import dev.backupsync.api.v1alpha1.ConnectionStatusBuilder;
import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.RepositoryRef;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.RunBuilder;
import dev.backupsync.api.v1alpha1.RunRecord;
import dev.backupsync.api.v1alpha1.RunResult;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.SyncStatusBuilder;
import dev.backupsync.api.v1alpha1.SyncType;
import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.api.v1alpha1.Trigger;
import dev.backupsync.api.v1alpha1.TriggerType;
import java.time.Instant;
import java.util.List;

/**
 * Example statuses that contain every field on which a decision depends. They are sent to the API
 * server as dry runs, to check whether a CRD keeps these fields, and are never stored.
 */
final class StatusSpecimens {
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
  private static final String ID = "00000000-0000-4000-8000-000000000000";
  private static final String WORD = "specimen";
  private static final Trigger TRIGGER = new Trigger(TriggerType.REQUESTED, WORD);
  private static final RunRecord RECORD =
      new RunRecord(ID, TRIGGER, TIME, TIME, RunResult.FAILED, Reason.START_REFUSED, 1, WORD);

  private StatusSpecimens() {}

  /** The status of a sync of either kind; its reason is the newest one. */
  static SyncStatus sync() {
    return SyncStatusBuilder.builder()
        .observedGeneration(1L)
        .state(SyncState.SYNCHRONIZING)
        .reason(Reason.START_REFUSED)
        .run(run())
        .lastRun(RECORD)
        .history(List.of(RECORD))
        .queuedTime(TIME)
        .lastScheduleTime(TIME)
        .observedSchedule(WORD)
        .nextCheckTime(TIME)
        .lastHandledRequest(WORD)
        .lastHandledCancel(WORD)
        .build();
  }

  private static Run run() {
    return RunBuilder.builder()
        .id(ID)
        .target(
            new Target(
                new ConnectionRef(WORD, WORD),
                new RepositoryRef(ID, null), // exactly one of them
                new BackupInstanceRef(ID, WORD, WORD, WORD, SyncType.DEFAULT)))
        .trigger(TRIGGER)
        .attempt(2)
        .adopted(true)
        .operation(new Operation(ID, "https://specimen.invalid"))
        .startTime(TIME)
        .sentTime(TIME)
        .neededBeforeStart(true)
        .acceptedTime(TIME)
        .lastSeenTime(TIME)
        .unseenSince(TIME)
        .uncountedSeconds(1L)
        .deadline(TIME)
        .nextPollTime(TIME)
        .misses(1)
        .idlePolls(1)
        .active(true)
        .confirmations(1)
        .bystanders(List.of(WORD))
        .build();
  }

  /** The status of a connection of either kind. */
  static ConnectionStatus connection() {
    return ConnectionStatusBuilder.builder()
        .observedGeneration(1L)
        .lastProbeTime(TIME)
        .observedSecretVersion(WORD)
        .build();
  }
}
