package dev.backupsync.operation;

import static dev.backupsync.operation.Transition.act;
import static dev.backupsync.operation.Transition.rest;

import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Decides while a run has no handle yet. No start without a look: what a crash, a lost answer or a
 * human left behind is adopted; the status that licenses a start is saved before it.
 */
final class Starting {
  private Starting() {}

  static Transition next(Observed seen) {
    var run = seen.run();
    if (seen.cancelRequested() && !run.inDoubt()) {
      return Ending.cancelled(seen);
    }
    if (seen.wish().suspended() && !run.inDoubt()) {
      return Licensing.held(seen);
    }
    if (!run.inDoubt() && overtaken(seen)) {
      return Ending.overtaken(seen);
    }
    var early = seen.waitsUntil();
    if (early.isPresent() && !seen.pastEnd()) {
      return rest(seen.status(), seen.waitUntil(early.get()));
    }
    return switch (seen.gate()) {
      case Gate.Unseen _ -> rest(seen.status());
      case Gate.Closed closed -> Blind.waiting(seen, closed);
      case Gate.Open _ -> look(seen);
    };
  }

  /**
   * What cannot start does not stand in the way of what is wanted now: a corrected target, or a
   * request that was made because the reason may be gone.
   */
  private static boolean overtaken(Observed seen) {
    var troubled = seen.run().misses() > 0;
    var waits = seen.waitsUntil().isPresent();
    var closed = seen.gate() instanceof Gate.Closed;
    return (seen.targetMoved() && (troubled || closed))
        || (seen.requestedAnew() && troubled && waits);
  }

  private static Transition look(Observed seen) {
    return act(new Effect.Locate(seen.run()), seen.status());
  }

  static Transition located(Observed looking, Outcome outcome) {
    var seen = looking.answeredBy(outcome);
    return switch (outcome) {
      case Outcome.Running(var progress) -> adopted(seen, progress);
      case Outcome.Absent absent -> Licensing.decide(seen, absent);
      case Outcome.Rejected(var reason, var error) -> Ending.failed(seen, reason, error);
      case Outcome.Deferred(var reason, var error, var after) ->
          Blind.missed(seen, reason, error, after);
      case Outcome.Unknown(var reason, var error, var after) ->
          Blind.missed(seen, reason, error, after);
      case Outcome.Succeeded _,
          Outcome.Unconfirmed _,
          Outcome.Failed _,
          Outcome.Cancelled _,
          Outcome.CancelUnsupported _ ->
          throw SyncMachine.notAnAnswer("locate", outcome);
    };
  }

  /**
   * A start that surely did not happen leaves the doubt as it was before: an earlier one may be why
   * the vendor is busy.
   */
  static Transition started(Observed seen, Optional<Instant> doubt, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Running(var progress) -> accepted(seen, progress, Notice.Kind.STARTED);
      case Outcome.Succeeded _, Outcome.Unconfirmed _, Outcome.Failed _ ->
          endedAtOnce(seen, outcome);
      case Outcome.Rejected(var reason, var error) -> Ending.failed(seen, reason, error);
      case Outcome.Deferred(var reason, var error, var after) ->
          Blind.again(
              doubt.map(since -> inDoubt(seen, since)).orElseGet(() -> unsent(seen)),
              reason,
              error,
              after);
      case Outcome.Unknown(var reason, var error, var after) ->
          Blind.again(seen, reason, error, after);
      case Outcome.Absent _, Outcome.Cancelled _, Outcome.CancelUnsupported _ ->
          throw SyncMachine.notAnAnswer("start", outcome);
    };
  }

  private static Transition adopted(Observed seen, Progress progress) {
    return accepted(adopting(seen), progress, Notice.Kind.ADOPTED);
  }

  private static Transition accepted(Observed told, Progress progress, Notice.Kind kind) {
    var seen = AttemptTime.accepted(told, kind == Notice.Kind.ADOPTED);
    var operation = progress.operation().orElse(Operation.UNNAMED);
    var run = withoutDoubt(seen).run().withOperation(operation).withMisses(0);
    var status = seen.status().withState(SyncState.SYNCHRONIZING).withRun(run);
    var verb = kind == Notice.Kind.ADOPTED ? "Found and adopted a run" : "Started a run";
    return Following.progressed(seen.with(status), progress)
        .telling(kind, verb + " on " + describe(run));
  }

  private static String describe(Run run) {
    return run.target().describe()
        + run.knownOperation()
            .flatMap(Operation::knownId)
            .map(id -> ", operation " + id)
            .orElse("");
  }

  /** The answer to the start told the end as well. */
  private static Transition endedAtOnce(Observed told, Outcome outcome) {
    var seen = AttemptTime.accepted(told, false);
    var run = withoutDoubt(seen).run().withOperation(Operation.UNNAMED).withMisses(0);
    var status = seen.status().withState(SyncState.SYNCHRONIZING).withRun(run);
    var started = new Notice(Notice.Kind.STARTED, "Started a run on " + describe(run));
    return Following.polled(seen.with(status), outcome).telling(List.of(started));
  }

  private static Observed inDoubt(Observed seen, Instant since) {
    return seen.with(seen.status().withRun(seen.run().withSentTime(since)));
  }

  private static Observed unsent(Observed seen) {
    return seen.with(seen.status().withRun(seen.run().unsent()));
  }

  private static Observed withoutDoubt(Observed seen) {
    return seen.with(seen.status().withRun(seen.run().withSentTime(null)));
  }

  static Observed adopting(Observed seen) {
    return seen.with(seen.status().withRun(seen.run().withAdopted(true)));
  }
}
