package dev.backupsync.operation;

import static dev.backupsync.operation.Transition.act;
import static dev.backupsync.operation.Transition.rest;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.RunPolicy;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.api.v1alpha1.SyncStatus;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides whether nothing in flight at the vendor licenses a start; the guard against a second. */
final class Licensing {
  private Licensing() {}

  /** Nothing is in flight: the start is licensed, unless something speaks against it. */
  static Transition decide(Observed looking, Outcome.Absent absent) {
    var seen = looking.with(noting(looking.status(), absent));
    var need = absent.need();
    var run = seen.run();
    if (seen.cancelRequested()) {
      return Ending.cancelled(seen);
    }
    if (run.inDoubt() && run.beganInNeed() && need instanceof Need.NotNeeded) {
      return Ending.succeeded(
          Starting.adopting(seen),
          new Outcome.Succeeded(Optional.empty())); // the lost start did its work
    }
    if (seen.overdue()) {
      return Ending.timedOut(seen);
    }
    if (run.inDoubt() && seen.now().isBefore(doubtEnds(seen, absent))) {
      return watch(seen);
    }
    if (seen.policy().runPolicy() == RunPolicy.IF_NEEDED) {
      return ifNeeded(seen, need);
    }
    return start(seen, need);
  }

  private static Transition ifNeeded(Observed seen, Need need) {
    return switch (need) {
      case Need.Needed _ -> start(seen, need);
      case Need.NotNeeded _ -> Ending.alreadyInSync(seen);
      case Need.Unseen(var reason, var why) -> Ending.failed(seen, reason, why);
    };
  }

  /** What the look before the start found stays with the run: later looks find something else. */
  private static Transition start(Observed seen, Need need) {
    if (seen.wish().suspended()) {
      return held(seen);
    }
    var run =
        AttemptTime.sent(seen)
            .withSentTime(seen.now())
            .withNextPollTime(null)
            .withNeededBeforeStart(told(need));
    return act(
        new Effect.Start(run, Optional.ofNullable(seen.run().sentTime())),
        seen.status()
            .withReason(Reason.STARTING)
            .withMessage("Starting a sync of " + run.target().describe())
            .withRun(run));
  }

  private static Transition watch(Observed seen) {
    var error =
        SyncError.of(
            "StartUnconfirmed",
            "The answer to the start was lost, and it may still be on its way:"
                + " watching the target before starting again");
    return Blind.again(
        seen, Reason.PROGRESSING_WITH_RETRY, error, Optional.of(seen.policy().pollInterval()));
  }

  private static Instant doubtEnds(Observed seen, Outcome.Absent absent) {
    var sent = seen.sentAfter();
    return absent.conclusive() ? seen.policy().arrivesBy(sent) : seen.policy().doubtEnds(sent);
  }

  private static SyncStatus noting(SyncStatus status, Outcome.Absent absent) {
    var bystanders = absent.bystanders();
    var run = status.knownRun().orElseThrow();
    return status
        .withNeeded(told(absent.need()))
        .withRun(run.withBystanders(bystanders.isEmpty() ? null : bystanders));
  }

  private static @Nullable Boolean told(Need need) {
    return switch (need) {
      case Need.Needed _ -> Boolean.TRUE;
      case Need.NotNeeded _ -> Boolean.FALSE;
      case Need.Unseen _ -> null;
    };
  }

  /** Nothing of ours is in flight and nothing may start: the attempt's time stands still. */
  static Transition held(Observed seen) {
    var run = seen.run().unsent();
    return rest(
        seen.status()
            .withReason(Reason.SUSPENDED)
            .withMessage("Suspended: nothing starts until spec.suspend is false")
            .withRun(run));
  }
}
