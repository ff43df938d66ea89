package dev.backupsync.statemachine;

import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.vendor.Need;
import dev.backupsync.vendor.Outcome;
import dev.backupsync.vendor.Progress.Activity;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;

/** A vendor with a list of its sessions, as Veeam is: a look is conclusive, a session can stop. */
final class ListingVendor extends ModelVendor {
  private static final int MOST_BYSTANDERS = 20;

  ListingVendor(InstantSource clock, Laws laws) {
    super(clock, laws);
  }

  /** Never: whatever works is in the list. */
  @Override
  boolean mayNotKnow(Job other, Instant now) {
    return false;
  }

  @Override
  Activity activity() {
    return Activity.WORKING;
  }

  @Override
  Outcome look(Run run) {
    Predicate<Job> mayBeOurs = job -> run.inDoubt() && !isBystander(job, run);
    return working(run.target())
        .findFirst()
        .or(() -> shown(run.target()).filter(mayBeOurs).findFirst())
        .map(job -> running(job, true))
        .orElseGet(() -> absent(run));
  }

  private Outcome absent(Run run) {
    var need =
        faults.needHidden
            ? new Need.NotVisible(Reason.ACCESS_DENIED, Faults.LONG)
            : Need.of(needed(run.target()));
    var over = shown(run.target()).map(job -> job.id).limit(MOST_BYSTANDERS).toList();
    return new Outcome.Absent(need, true, over);
  }

  @Override
  Outcome follow(Run run) {
    return named(run)
        .or(() -> working(run.target()).findFirst())
        .or(() -> unnamed(run))
        .map(job -> judged(job, run))
        .orElseGet(() -> over(run, Reason.SESSION_LOST));
  }

  /** Who knows more than it can remember takes none that is over for its own. */
  private static boolean isBystander(Job job, Run run) {
    var known = run.bystanders();
    var forgetful = known != null && known.size() == MOST_BYSTANDERS;
    return run.isBystander(job.id) || (forgetful && !job.working());
  }

  private Outcome judged(Job job, Run run) {
    if (id(run).isEmpty()) {
      laws.starts.judging(job);
    }
    return switch (job.phase) {
      case WORKING -> running(job, true);
      case FAILED -> new Outcome.Failed(Reason.SYNC_FAILED, Faults.LONG);
      case DONE, STOPPED, LOST -> over(run, Reason.STILL_OUT_OF_SYNC);
    };
  }

  private Outcome over(Run run, Reason reason) {
    return needed(run.target())
        ? new Outcome.Unconfirmed(reason, Faults.LONG)
        : new Outcome.Succeeded(Optional.of("None"));
  }

  private Optional<Job> named(Run run) {
    return id(run).flatMap(id -> shown(run.target()).filter(job -> job.id.equals(id)).findFirst());
  }

  private Optional<Job> unnamed(Run run) {
    return id(run).isPresent()
        ? Optional.empty()
        : shown(run.target()).filter(job -> !isBystander(job, run)).findFirst();
  }

  @Override
  Outcome stop(Run run) {
    named(run)
        .or(() -> id(run).isPresent() ? Optional.empty() : working(run.target()).findFirst())
        .filter(Job::working)
        .ifPresent(job -> end(job, Job.Phase.STOPPED));
    return new Outcome.Cancelled();
  }

  private static Optional<String> id(Run run) {
    return run.knownOperation().flatMap(Operation::knownId);
  }

  @Override
  Operation handle(Job job) {
    return new Operation(job.id, null);
  }
}
