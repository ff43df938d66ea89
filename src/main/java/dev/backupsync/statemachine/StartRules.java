package dev.backupsync.statemachine;

import static dev.backupsync.statemachine.Decision.act;
import static dev.backupsync.statemachine.Decision.rest;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.RunPolicy;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.vendor.Need;
import dev.backupsync.vendor.Outcome;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides whether a start may be sent when nothing is in flight; prevents a second start. */
final class StartRules {
  private StartRules() {}

  /** Nothing is in flight: the start is permitted, unless there is a reason against it. */
  static Decision decide(DecisionInput looking, Outcome.Absent absent) {
    var input = looking.with(noting(looking.status(), absent));
    var need = absent.need();
    var run = input.run();
    if (input.cancelRequested()) {
      return Finishing.cancelled(input);
    }
    if (run.inDoubt() && run.beganInNeed() && need instanceof Need.NotNeeded) {
      return Finishing.succeeded(
          Starting.adopting(input),
          new Outcome.Succeeded(Optional.empty())); // the start whose answer was lost did its work
    }
    if (input.overdue()) {
      return Finishing.timedOut(input);
    }
    if (run.inDoubt() && input.now().isBefore(doubtEnds(input, absent))) {
      return watch(input);
    }
    if (input.settings().runPolicy() == RunPolicy.IF_NEEDED) {
      return ifNeeded(input, need);
    }
    return start(input, need);
  }

  private static Decision ifNeeded(DecisionInput input, Need need) {
    return switch (need) {
      case Need.Needed _ -> start(input, need);
      case Need.NotNeeded _ -> Finishing.alreadyInSync(input);
      case Need.NotVisible(var reason, var why) -> Finishing.failed(input, reason, why);
    };
  }

  /** Keeps with the run what the look before the start found: later looks find something else. */
  private static Decision start(DecisionInput input, Need need) {
    if (input.desired().suspended()) {
      return held(input);
    }
    var run =
        AttemptDeadline.sent(input)
            .withSentTime(input.now())
            .withNextPollTime(null)
            .withNeededBeforeStart(isNeeded(need));
    return act(
        new VendorCall.Start(run, Optional.ofNullable(input.run().sentTime())),
        input
            .status()
            .withReason(Reason.STARTING)
            .withMessage("Starting a sync of " + run.target().describe())
            .withRun(run));
  }

  private static Decision watch(DecisionInput input) {
    var error =
        SyncError.of(
            "StartUnconfirmed",
            "The answer to the start was lost, and it may still be on its way:"
                + " watching the target before starting again");
    return VendorRetry.askAgain(
        input, Reason.PROGRESSING_WITH_RETRY, error, Optional.of(input.settings().pollInterval()));
  }

  private static Instant doubtEnds(DecisionInput input, Outcome.Absent absent) {
    var sent = input.sentAfter();
    return absent.conclusive()
        ? input.settings().arrivesBy(sent)
        : input.settings().doubtEnds(sent);
  }

  private static SyncStatus noting(SyncStatus status, Outcome.Absent absent) {
    var bystanders = absent.bystanders();
    var run = status.knownRun().orElseThrow();
    return status
        .withNeeded(isNeeded(absent.need()))
        .withRun(run.withBystanders(bystanders.isEmpty() ? null : bystanders));
  }

  private static @Nullable Boolean isNeeded(Need need) {
    return switch (need) {
      case Need.Needed _ -> Boolean.TRUE;
      case Need.NotNeeded _ -> Boolean.FALSE;
      case Need.NotVisible _ -> null;
    };
  }

  /** No run of ours is in flight and none may start: the time of the attempt does not run. */
  static Decision held(DecisionInput input) {
    var run = input.run().unsent();
    return rest(
        input
            .status()
            .withReason(Reason.SUSPENDED)
            .withMessage("Suspended: nothing starts until spec.suspend is false")
            .withRun(run));
  }
}
