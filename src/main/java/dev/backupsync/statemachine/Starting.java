package dev.backupsync.statemachine;

import static dev.backupsync.statemachine.Decision.act;
import static dev.backupsync.statemachine.Decision.rest;

import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.vendor.Outcome;
import dev.backupsync.vendor.Progress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Decides the next step of a run before the vendor has returned its handle. There is no start
 * without a look first: a run that remains from a crash, from a lost answer or from a manual start
 * is adopted. The status that permits a start is saved before the start is sent.
 */
final class Starting {
  private Starting() {}

  static Decision next(DecisionInput input) {
    var run = input.run();
    if (input.cancelRequested() && !run.inDoubt()) {
      return Finishing.cancelled(input);
    }
    if (input.desired().suspended() && !run.inDoubt()) {
      return StartRules.held(input);
    }
    if (!run.inDoubt() && overtaken(input)) {
      return Finishing.overtaken(input);
    }
    var early = input.waitsUntil();
    if (early.isPresent() && !input.pastEnd()) {
      return rest(input.status(), input.waitUntil(early.get()));
    }
    return switch (input.gate()) {
      case Gate.Unknown _ -> rest(input.status());
      case Gate.Closed closed -> VendorRetry.untilReady(input, closed);
      case Gate.Open _ -> look(input);
    };
  }

  /**
   * A run that cannot start gives way to what is wanted now: a corrected target, or a new request,
   * which may have been made because the obstacle is gone.
   */
  private static boolean overtaken(DecisionInput input) {
    var troubled = input.run().misses() > 0;
    var waits = input.waitsUntil().isPresent();
    var closed = input.gate() instanceof Gate.Closed;
    return (input.targetMoved() && (troubled || closed))
        || (input.requestedAnew() && troubled && waits);
  }

  private static Decision look(DecisionInput input) {
    return act(new VendorCall.Locate(input.run()), input.status());
  }

  static Decision located(DecisionInput looking, Outcome outcome) {
    var input = looking.answeredBy(outcome);
    return switch (outcome) {
      case Outcome.Running(var progress) -> adopted(input, progress);
      case Outcome.Absent absent -> StartRules.decide(input, absent);
      case Outcome.Rejected(var reason, var error) -> Finishing.failed(input, reason, error);
      case Outcome.Deferred(var reason, var error, var after) ->
          VendorRetry.afterMissedPoll(input, reason, error, after);
      case Outcome.Unknown(var reason, var error, var after) ->
          VendorRetry.afterMissedPoll(input, reason, error, after);
      case Outcome.Succeeded _,
          Outcome.Unconfirmed _,
          Outcome.Failed _,
          Outcome.Cancelled _,
          Outcome.CancelUnsupported _ ->
          throw SyncMachine.notAnAnswer("locate", outcome);
    };
  }

  /**
   * A start that surely did not happen leaves the earlier doubt as it was: an earlier start may be
   * the reason why the vendor is busy.
   */
  static Decision started(DecisionInput input, Optional<Instant> doubt, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Running(var progress) -> accepted(input, progress, SyncEvent.Kind.STARTED);
      case Outcome.Succeeded _, Outcome.Unconfirmed _, Outcome.Failed _ ->
          endedAtOnce(input, outcome);
      case Outcome.Rejected(var reason, var error) -> Finishing.failed(input, reason, error);
      case Outcome.Deferred(var reason, var error, var after) ->
          VendorRetry.askAgain(
              doubt.map(since -> inDoubt(input, since)).orElseGet(() -> unsent(input)),
              reason,
              error,
              after);
      case Outcome.Unknown(var reason, var error, var after) ->
          VendorRetry.askAgain(input, reason, error, after);
      case Outcome.Absent _, Outcome.Cancelled _, Outcome.CancelUnsupported _ ->
          throw SyncMachine.notAnAnswer("start", outcome);
    };
  }

  private static Decision adopted(DecisionInput input, Progress progress) {
    return accepted(adopting(input), progress, SyncEvent.Kind.ADOPTED);
  }

  private static Decision accepted(DecisionInput before, Progress progress, SyncEvent.Kind kind) {
    var input = AttemptDeadline.accepted(before, kind == SyncEvent.Kind.ADOPTED);
    var operation = progress.operation().orElse(Operation.UNNAMED);
    var run = withoutDoubt(input).run().withOperation(operation).withMisses(0);
    var status = input.status().withState(SyncState.SYNCHRONIZING).withRun(run);
    var verb = kind == SyncEvent.Kind.ADOPTED ? "Found and adopted a run" : "Started a run";
    return Synchronizing.progressed(input.with(status), progress)
        .withEvent(kind, verb + " on " + describe(run));
  }

  private static String describe(Run run) {
    return run.target().describe()
        + run.knownOperation()
            .flatMap(Operation::knownId)
            .map(id -> ", operation " + id)
            .orElse("");
  }

  /** The answer to the start already reported the end of the run. */
  private static Decision endedAtOnce(DecisionInput before, Outcome outcome) {
    var input = AttemptDeadline.accepted(before, false);
    var run = withoutDoubt(input).run().withOperation(Operation.UNNAMED).withMisses(0);
    var status = input.status().withState(SyncState.SYNCHRONIZING).withRun(run);
    var started = new SyncEvent(SyncEvent.Kind.STARTED, "Started a run on " + describe(run));
    return Synchronizing.polled(input.with(status), outcome).withEarlierEvents(List.of(started));
  }

  private static DecisionInput inDoubt(DecisionInput input, Instant since) {
    return input.with(input.status().withRun(input.run().withSentTime(since)));
  }

  private static DecisionInput unsent(DecisionInput input) {
    return input.with(input.status().withRun(input.run().unsent()));
  }

  private static DecisionInput withoutDoubt(DecisionInput input) {
    return input.with(input.status().withRun(input.run().withSentTime(null)));
  }

  static DecisionInput adopting(DecisionInput input) {
    return input.with(input.status().withRun(input.run().withAdopted(true)));
  }
}
