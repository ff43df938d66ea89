package dev.backupsync.operation;

import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Everything that a decision may depend on, and nothing that can do I/O.
 *
 * @param newRunId the id of the run that this decision may begin
 * @param answer what the vendor just said; empty before it was asked
 */
public record Observed(
    Wish wish,
    Gate gate,
    SyncStatus status,
    String newRunId,
    Instant now,
    Optional<Answer> answer) {

  /** What is to be decided on before any vendor was asked. */
  public static Observed of(Wish wish, Gate gate, SyncStatus status, String newRunId, Instant now) {
    return new Observed(wish, gate, status, newRunId, now, Optional.empty());
  }

  /** The same sync after the vendor answered. */
  public Observed after(Transition step, Outcome outcome, Instant now) {
    return new Observed(
        wish, gate, step.status(), newRunId, now, Optional.of(new Answer(step.effect(), outcome)));
  }

  /**
   * Whom the next question is about: the run in flight, else what the spec asks for. Decides which
   * connection's gate matters.
   */
  public static Optional<Target> subject(Wish wish, SyncStatus status) {
    return status.inFlight() ? status.knownRun().map(Run::target) : wish.target();
  }

  Observed with(SyncStatus status) {
    return new Observed(wish, gate, status, newRunId, now, answer);
  }

  Policy policy() {
    return wish.policy();
  }

  /** The run in flight. */
  Run run() {
    return status.knownRun().orElseThrow();
  }

  boolean cancelRequested() {
    return wish.cancelRequestedAt()
        .filter(value -> !value.equals(status.lastHandledCancel()))
        .isPresent();
  }

  /** Past the deadline of the attempt. */
  boolean overdue() {
    var deadline = run().deadline();
    return deadline != null && now.isAfter(deadline);
  }

  /** When a run that cannot be seen is given up; empty while its attempt has no deadline. */
  Optional<Instant> givenUpAt() {
    return Optional.ofNullable(run().deadline()).map(deadline -> deadline.plus(policy().grace()));
  }

  /** The wait until {@code when}, but no longer than until the run is given up. */
  Duration waitUntil(Instant when) {
    var end = givenUpAt().map(last -> last.plusSeconds(1)).orElse(when);
    return Duration.between(now, when.isBefore(end) ? when : end);
  }

  boolean givenUp() {
    return givenUpAt().filter(now::isAfter).isPresent();
  }
}
