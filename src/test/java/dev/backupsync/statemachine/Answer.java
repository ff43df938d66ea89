package dev.backupsync.statemachine;

import static dev.backupsync.statemachine.Scene.BOOM;

import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.vendor.Need;
import dev.backupsync.vendor.Outcome;
import dev.backupsync.vendor.Progress;
import dev.backupsync.vendor.Progress.Activity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What a vendor may answer: at least one sample of every outcome. */
@SuppressWarnings("ImmutableEnumChecker") // its samples are immutable records and functions
enum Answer {
  RUNNING(new Outcome.Running(progress(35, null))),
  /** With a pace of the vendor's own. */
  RUNNING_ASK_IN_1_MIN(new Outcome.Running(progress(35, Duration.ofMinutes(1)))),
  RUNNING_WITHOUT_DETAILS(
      new Outcome.Running(
          new Progress(
              Optional.empty(),
              OptionalInt.empty(),
              Optional.empty(),
              Activity.WORKING,
              Optional.empty()))),
  SUCCEEDED(new Outcome.Succeeded(Optional.of("None"))),
  UNCONFIRMED(new Outcome.Unconfirmed(Reason.STILL_OUT_OF_SYNC, BOOM)),
  FAILED(new Outcome.Failed(Reason.SYNC_FAILED, BOOM)),
  SESSION_LOST(new Outcome.Failed(Reason.SESSION_LOST, BOOM)),
  REJECTED(new Outcome.Rejected(Reason.TARGET_NOT_FOUND, BOOM)),
  CANCELLED(new Outcome.Cancelled()),
  CANCEL_UNSUPPORTED(new Outcome.CancelUnsupported()),
  NOTHING_RUNS_SYNC_NEEDED(new Outcome.Absent(new Need.Needed(), true, List.of())),
  NOTHING_RUNS_IN_SYNC(new Outcome.Absent(new Need.NotNeeded(), true, List.of())),
  /** Nothing is in flight, and the target cannot be looked at. */
  NOTHING_RUNS_NEED_HIDDEN(
      new Outcome.Absent(
          new Need.NotVisible(Reason.ACCESS_DENIED, SyncError.of("403", "no")), true, List.of())),
  /** Nothing is seen in flight, which does not prove that nothing is. */
  PERHAPS_NOTHING_RUNS(new Outcome.Absent(new Need.Needed(), false, List.of())),
  THROTTLED_77S(new Outcome.Deferred(Reason.THROTTLED, BOOM, Optional.of(Duration.ofSeconds(77)))),
  /** The start is refused, and nobody says for how long. */
  START_REFUSED(new Outcome.Deferred(Reason.START_REFUSED, BOOM, Optional.empty())),
  NO_ANSWER(new Outcome.Unknown(Reason.PROGRESSING_WITH_RETRY, BOOM, Optional.empty()));

  final Outcome outcome;

  Answer(Outcome outcome) {
    this.outcome = outcome;
  }

  private static Progress progress(int percent, Duration retryAfter) {
    return new Progress(
        Optional.of(new Operation("op-1", null)),
        OptionalInt.of(percent),
        Optional.of("Synchronizing"),
        Activity.WORKING,
        Optional.ofNullable(retryAfter));
  }
}
