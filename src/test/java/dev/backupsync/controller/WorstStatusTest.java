package dev.backupsync.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.BackupInstanceRef;
import dev.backupsync.api.v1alpha1.ConnectionRef;
import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.RunRecord;
import dev.backupsync.api.v1alpha1.RunResult;
import dev.backupsync.api.v1alpha1.StatusBudget;
import dev.backupsync.api.v1alpha1.StoreJson;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.SyncType;
import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.api.v1alpha1.Trigger;
import dev.backupsync.api.v1alpha1.TriggerType;
import dev.backupsync.controller.status.SyncConditions;
import dev.backupsync.statemachine.StatusSanitizer;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every field of a status at its longest at once. */
class WorstStatusTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant ODD = Instant.parse("2026-01-01T00:00:00.123456789Z");
  private static final String RUN_ID = "r".repeat(36);
  private static final Reason LONGEST_REASON = Reason.CONNECTION_NOT_ALLOWED;

  @ParameterizedTest
  @ValueSource(strings = {"x", "磁", "😀", "\"", "\\", "<", "ä>"})
  void isStillSmall(String letter) {
    var text = letter.repeat(9_999);
    var read = StatusSanitizer.status(worst(text, target(letter)), _ -> true, NOW);
    var status = SyncConditions.on(read, List.of(), NOW);

    assertThat(status.run()).isNotNull();
    assertThat(status.history()).hasSize(10);
    assertThat(status.conditions()).hasSize(2);
    assertThat(StoreJson.bytes(StoreJson.write(status)))
        .isBetween(StatusBudget.WHOLE - 1_000, StatusBudget.WHOLE - 1);
  }

  private static SyncStatus worst(String text, Target target) {
    var record =
        new RunRecord(
            "l".repeat(36),
            new Trigger(TriggerType.REQUESTED, text),
            NOW,
            NOW,
            RunResult.CANCELLED,
            LONGEST_REASON,
            Integer.MIN_VALUE,
            text);
    var actions = Collections.nCopies(9, text.substring(0, 102));
    return SyncStatus.NEW
        .withObservedGeneration(Long.MAX_VALUE)
        .withState(SyncState.SYNCHRONIZING)
        .withReason(LONGEST_REASON)
        .withMessage(text)
        .withProgressPercent(100)
        .withError(text)
        .withLastError(new SyncError(text, text, Integer.MIN_VALUE, false, actions, text, ODD))
        .withVendorState(text)
        .withRun(run(text, target))
        .withLastRun(record)
        .withHistory(Collections.nCopies(11, record))
        .withQueuedTime(ODD)
        .withLastSuccessTime(ODD)
        .withNextRunTime(ODD)
        .withLastScheduleTime(ODD)
        .withObservedSchedule("*".repeat(StatusBudget.SCHEDULE))
        .withNextCheckTime(ODD)
        .withLastHandledRequest(text)
        .withLastHandledCancel(text)
        .withNeeded(false);
  }

  private static Run run(String text, Target target) {
    var token = new Trigger(TriggerType.REQUESTED, text);
    return Run.begin(RUN_ID, target, token, ODD)
        .withAttempt(Integer.MAX_VALUE)
        .withMisses(1_000)
        .withIdlePolls(1_000)
        .withConfirmations(1_000)
        .withActive(false)
        .withSentTime(ODD)
        .withAcceptedTime(ODD)
        .withLastSeenTime(ODD)
        .withUnseenSince(ODD)
        .withUncountedSeconds(StatusSanitizer.LONGEST_TIMEOUT.toSeconds())
        .withDeadline(ODD)
        .withNextPollTime(ODD)
        .withOperation(
            new Operation("o".repeat(StatusBudget.WORD), "u".repeat(StatusBudget.URL - 3)))
        .withBystanders(List.of());
  }

  /** Of names as long as they may be together. */
  private static Target target(String letter) {
    var others = 63 + 253 + 36 + 90 + 50;
    var bytes = letter.equals("x") ? 1 : letter.equals("\"") || letter.equals("\\") ? 2 : 8;
    return Target.of(
        new ConnectionRef("n".repeat(63), "c".repeat(253)),
        new BackupInstanceRef(
            "s".repeat(36),
            "g".repeat(90),
            "v".repeat(50),
            letter.repeat((StatusBudget.TARGET - others) / bytes),
            SyncType.FORCE_RESYNC));
  }
}
