package dev.backupsync.statemachine;

import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.Target;
import java.time.Instant;

/**
 * A session, or an operation, at a vendor that is a model; what became of it is known here only.
 */
final class Job {
  /** Where a job stands. */
  enum Phase {
    WORKING,
    DONE,
    FAILED,
    STOPPED,
    /** Forgotten by the vendor, and dead. */
    LOST
  }

  final String id;
  final Target target;

  /** The run and attempt that it was started for; of a human's, its own id. */
  final String attempt;

  final Instant began;
  final boolean wasNeeded;
  Phase phase = Phase.WORKING;
  Instant ends;
  boolean fails;

  /** Whether the vendor still shows it when it is over. */
  boolean lingers;

  /** Whether the operator was told of it when it started. */
  boolean answered;

  /** Whether the answer to its start named it. */
  boolean named;

  /** Whether its target came in order by other hands while it worked. */
  boolean overtaken;

  /** Whether it is in a status that the operator saved. */
  boolean known;

  Job(String id, Target target, String attempt, Instant began, Instant ends, boolean wasNeeded) {
    this.id = id;
    this.target = target;
    this.attempt = attempt;
    this.began = began;
    this.ends = ends;
    this.wasNeeded = wasNeeded;
  }

  static String attempt(Run run) {
    return run.id() + "#" + run.attempt();
  }

  boolean working() {
    return phase == Phase.WORKING;
  }

  boolean shown() {
    return working() || (lingers && phase != Phase.LOST);
  }

  /** Whether it is the one that the run follows by its id. */
  boolean named(Run run) {
    return run.knownOperation().flatMap(Operation::knownId).filter(id::equals).isPresent();
  }

  /** Whether a status with this run, saved as under way, speaks of it. */
  boolean meant(Run run) {
    var unnamed = run.knownOperation().flatMap(Operation::knownId).isEmpty();
    return attempt.equals(attempt(run)) && (named(run) || (unnamed && answered));
  }

  boolean byHand() {
    return attempt.equals(id);
  }

  boolean of(Run run) {
    return attempt.startsWith(run.id() + "#");
  }
}
