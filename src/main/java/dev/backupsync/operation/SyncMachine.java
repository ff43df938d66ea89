package dev.backupsync.operation;

/**
 * Decides the next step of a sync, for every kind. Pure: no clock, no network, no Kubernetes, no
 * logger. Between runs, starting and following each have a class of their own; this one knows which
 * of them a situation belongs to.
 */
public final class SyncMachine {
  private SyncMachine() {}

  /** The next step from what is seen; the same for the same. */
  public static Transition decide(Observed observed) {
    var wish = observed.wish();
    var status = observed.status().withObservedGeneration(wish.generation());
    var noticed = observed.with(Agenda.noticed(wish, status, observed.now()));
    var seen = AttemptTime.asOfNow(noticed);
    var step = seen.answer().map(answer -> answered(seen, answer)).orElseGet(() -> next(seen));
    return Agenda.planned(seen, step).brief();
  }

  private static Transition next(Observed seen) {
    if (!seen.status().inFlight()) {
      return BetweenRuns.next(seen);
    }
    return switch (seen.status().currentState()) {
      case STARTING -> Starting.next(seen);
      case SYNCHRONIZING -> Following.next(seen);
      case PENDING, QUEUED, SUCCEEDED, FAILED, CANCELLED ->
          throw new IllegalStateException("Not in flight: " + seen.status().state());
    };
  }

  private static Transition answered(Observed seen, Answer answer) {
    return switch (answer.to()) {
      case Effect.Locate _ -> Starting.located(seen, answer.outcome());
      case Effect.Check(var run) -> Checks.looked(seen, run, answer.outcome());
      case Effect.Start(_, var doubt) -> Starting.started(seen, doubt, answer.outcome());
      case Effect.Poll _ -> Following.polled(seen, answer.outcome());
      case Effect.Cancel _ -> Following.cancelled(seen, answer.outcome());
      case Effect.None _ -> throw new IllegalStateException("Nothing was asked");
    };
  }

  /** An outcome that the port's contract rules out: a bug in a backend, not trouble at a vendor. */
  static IllegalStateException notAnAnswer(String question, Outcome outcome) {
    return new IllegalStateException(
        outcome.getClass().getSimpleName() + " is no answer to " + question);
  }
}
