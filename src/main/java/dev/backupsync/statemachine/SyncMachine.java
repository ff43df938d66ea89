package dev.backupsync.statemachine;

import dev.backupsync.vendor.Outcome;

/**
 * Decides the next step of a sync, for every kind. Pure: no clock, no network, no Kubernetes, no
 * logger. Between runs ({@link NextRun}), starting and synchronizing each have a class of their
 * own; this class chooses the one that a situation belongs to.
 */
public final class SyncMachine {
  private SyncMachine() {}

  /** The next step; the same input always gives the same decision. */
  public static Decision decide(DecisionInput observed) {
    var desired = observed.desired();
    var status = observed.status().withObservedGeneration(desired.generation());
    var noticed = observed.with(ScheduleCursor.noticed(desired, status, observed.now()));
    var input = AttemptDeadline.asOfNow(noticed);
    var decision =
        input.answer().map(answer -> answered(input, answer)).orElseGet(() -> next(input));
    return ScheduleCursor.planned(input, decision).withinBudget();
  }

  private static Decision next(DecisionInput input) {
    if (!input.status().inFlight()) {
      return NextRun.next(input);
    }
    return switch (input.status().currentState()) {
      case STARTING -> Starting.next(input);
      case SYNCHRONIZING -> Synchronizing.next(input);
      case PENDING, QUEUED, SUCCEEDED, FAILED, CANCELLED ->
          throw new IllegalStateException("Not in flight: " + input.status().state());
    };
  }

  private static Decision answered(DecisionInput input, VendorAnswer answer) {
    return switch (answer.to()) {
      case VendorCall.Locate _ -> Starting.located(input, answer.outcome());
      case VendorCall.Check(var run) -> DriftCheck.looked(input, run, answer.outcome());
      case VendorCall.Start(_, var doubt) -> Starting.started(input, doubt, answer.outcome());
      case VendorCall.Poll _ -> Synchronizing.polled(input, answer.outcome());
      case VendorCall.Cancel _ -> Synchronizing.cancelled(input, answer.outcome());
      case VendorCall.None _ -> throw new IllegalStateException("Nothing was asked");
    };
  }

  /**
   * An outcome that the port's contract does not allow: a bug in a backend, not a vendor failure.
   */
  static IllegalStateException notAnAnswer(String question, Outcome outcome) {
    return new IllegalStateException(
        outcome.getClass().getSimpleName() + " is no answer to " + question);
  }
}
