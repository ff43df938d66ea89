package dev.backupsync.operation;

import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.Run;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * A vendor without a list of its operations, as Azure is: who lost an operation's URL can only
 * watch the instance, and a run cannot be stopped.
 */
final class BlindVendor extends ModelVendor {
  private static final String URL = "https://arm.example.com/" + "o".repeat(3000);

  /** Whether the instance tells that a sync did its work: not with ForceResync. */
  private final boolean heals;

  BlindVendor(InstantSource clock, Laws laws, boolean heals) {
    super(clock, laws);
    this.heals = heals;
  }

  /**
   * What was started by hand, what we gave up, and what we started without hearing so while its
   * doubt is over and the need for it has not gone: a second operation beside these is possible,
   * because no question would have told of them.
   */
  @Override
  boolean mayNotKnow(Job other, Run run, Instant now) {
    var unheard = !other.known && !now.isBefore(other.began.plus(StartLaws.DOUBT));
    return !other.of(run) || (unheard && (needed(other.target) || !other.wasNeeded));
  }

  @Override
  Outcome look(Run run) {
    if (faults.needHidden) {
      var hidden = new Need.Unseen(Reason.ACCESS_DENIED, Faults.LONG);
      return new Outcome.Absent(hidden, false, List.of());
    }
    var needed = needed(run.target());
    return run.inDoubt() && heals && !needed
        ? new Outcome.Succeeded(Optional.of("ProtectionConfigured"))
        : new Outcome.Absent(Need.of(needed), !run.inDoubt(), List.of());
  }

  @Override
  Outcome follow(Run run) {
    var readable =
        jobs.stream()
            .filter(
                job -> Optional.of(job.id).equals(run.knownOperation().flatMap(Operation::knownId)))
            .filter(job -> job.phase != Job.Phase.LOST)
            .findFirst();
    return readable.map(job -> judged(job, run)).orElseGet(() -> watched(run));
  }

  private Outcome judged(Job job, Run run) {
    return switch (job.phase) {
      case WORKING -> running(job, true);
      case FAILED -> new Outcome.Failed(Reason.SYNC_FAILED, Faults.LONG);
      case DONE, STOPPED, LOST -> confirmed(run);
    };
  }

  private Outcome confirmed(Run run) {
    return needed(run.target())
        ? new Outcome.Unconfirmed(Reason.NOT_CONVERGED, Faults.LONG)
        : new Outcome.Succeeded(Optional.of("ProtectionConfigured"));
  }

  /** An instance that stays broken may still be healing. */
  private Outcome watched(Run run) {
    return needed(run.target()) && run.timesUnconfirmed() == 0
        ? new Outcome.Running(Progress.of(run.knownOperation().orElse(Operation.UNNAMED)))
        : confirmed(run);
  }

  @Override
  Outcome stop(Run run) {
    return new Outcome.CancelUnsupported();
  }

  @Override
  Operation handle(Job job) {
    return new Operation(job.id, URL);
  }
}
