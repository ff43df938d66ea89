package dev.backupsync.statemachine;

import static dev.backupsync.statemachine.Scene.BOOM;
import static dev.backupsync.statemachine.Scene.CLOSED;
import static dev.backupsync.statemachine.Scene.MAIL;
import static dev.backupsync.statemachine.Scene.T0;

import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.RunRecord;
import dev.backupsync.api.v1alpha1.RunResult;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.Trigger;
import dev.backupsync.api.v1alpha1.TriggerType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Where a sync may stand before a decision: one sample of each status that the machine writes. */
@SuppressWarnings("ImmutableEnumChecker") // its samples are immutable records and functions
enum SampleStatus {
  NEW(SyncStatus.NEW.withObservedGeneration(1L)),
  QUEUED(Scene.fresh().gate(CLOSED).decide().status()),
  /** The wish to start is saved, and nothing was asked yet. */
  LOOKING(starting(run())),
  /** The start was sent; its answer is not known. */
  IN_DOUBT(starting(sent(T0).withSentTime(T0.plusSeconds(30)))),
  /** The first attempt failed; the second follows in four minutes. */
  RETRYING(starting(run().retry(T0.plusSeconds(300)))),
  RUNNING(running(sent(T0).withOperation(new Operation("op-1", null)))),
  /** Two polls in a row taught nothing; it is time for the next one. */
  BLIND(
      running(
          sent(T0)
              .withOperation(new Operation("op-1", null))
              .withUnseenSince(T0.plusSeconds(15))
              .withMisses(2)
              .withNextPollTime(T0.plusSeconds(60)))),
  /** The operation is over; its target was looked at five times. */
  LOOKED_AT_FIVE_TIMES(
      running(sent(T0).withOperation(new Operation("op-1", null)).withConfirmations(5))),
  SUCCEEDED(ended(RunResult.SUCCEEDED, Reason.SYNCHRONIZED)),
  FAILED(ended(RunResult.FAILED, Reason.SYNC_FAILED)),
  CANCELLED(ended(RunResult.CANCELLED, Reason.CANCELLED));

  final SyncStatus status;

  SampleStatus(SyncStatus status) {
    this.status = status;
  }

  Scene scene() {
    return Scene.of(status);
  }

  private static Run run() {
    var trigger = Trigger.of(TriggerType.CREATED);
    return Run.begin("run-1", MAIL, trigger, T0);
  }

  /** Its time runs. */
  private static Run sent(Instant when) {
    return run()
        .withAcceptedTime(when)
        .withLastSeenTime(when)
        .withDeadline(when.plus(Duration.ofHours(12)));
  }

  private static SyncStatus starting(Run run) {
    return SyncStatus.NEW
        .withObservedGeneration(1L)
        .withState(SyncState.STARTING)
        .withReason(Reason.STARTING)
        .withMessage("Starting")
        .withRun(run);
  }

  private static SyncStatus running(Run run) {
    return starting(run)
        .withState(SyncState.SYNCHRONIZING)
        .withReason(Reason.PROGRESSING)
        .withMessage("Synchronizing Mail")
        .withProgressPercent(10)
        .withVendorState("Synchronizing");
  }

  private static SyncStatus ended(RunResult result, Reason reason) {
    var run = run().withOperation(new Operation("op-1", null));
    var error = result == RunResult.FAILED ? BOOM.message() : null;
    var record =
        new RunRecord(run.id(), run.trigger(), T0, T0.plusSeconds(50), result, reason, 1, error);
    return starting(run)
        .withState(result.state())
        .withReason(reason)
        .withMessage("The last run ended")
        .withError(error)
        .withLastError(error == null ? null : BOOM.at(T0.plusSeconds(50)))
        .withLastRun(record)
        .withHistory(List.of(record));
  }
}
