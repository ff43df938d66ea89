package dev.backupsync.statemachine;

import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.vendor.Need;
import dev.backupsync.vendor.Outcome;
import dev.backupsync.vendor.Progress;
import dev.backupsync.vendor.Progress.Activity;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * A vendor without a list of its operations, as Azure is: who lost an operation's URL can only
 * watch the instance, and a run cannot be stopped.
 */
final class UnavailableVendor extends ModelVendor {
  private static final String URL = "https://arm.example.com/" + "o".repeat(3000);

  /** How often an operation must be found gone until it is believed to be over. */
  private static final int GONE_LOOKS = 3;

  /** Whether a start is refused while an operation is at work on its target. */
  private final boolean refuses;

  UnavailableVendor(InstantSource clock, Laws laws, boolean refuses) {
    super(clock, laws);
    this.refuses = refuses;
  }

  /**
   * What was started by hand, and what we gave up; what nobody told us of once its doubt is over;
   * and what others overtook, so that its target told that it was done. An operation whose URL we
   * had is never excused, whichever run it is of.
   */
  @Override
  boolean mayNotKnow(Job other, Instant now) {
    var doubtOver = !now.isBefore(other.began.plus(StartLaws.DOUBT));
    return other.byHand()
        || laws.starts.gaveUp(other)
        || (!other.known && doubtOver)
        || (other.overtaken && !(other.known && other.named));
  }

  @Override
  Optional<Outcome> refusal(Run run) {
    return refuses && working(run.target()).findAny().isPresent()
        ? Optional.of(new Outcome.Deferred(Reason.TARGET_BUSY, Faults.LONG, Optional.empty()))
        : Optional.empty();
  }

  /** That the target is in order says nothing of what is at work on it. */
  @Override
  Outcome look(Run run) {
    if (faults.needHidden) {
      var hidden = new Need.NotVisible(Reason.ACCESS_DENIED, Faults.LONG);
      return new Outcome.Absent(hidden, false, List.of());
    }
    return new Outcome.Absent(Need.of(needed(run.target())), !run.inDoubt(), List.of());
  }

  @Override
  Outcome follow(Run run) {
    return jobs.stream()
        .filter(job -> job.named(run))
        .findFirst()
        .map(job -> judged(job, run))
        .orElseGet(() -> watched(run, false));
  }

  private Outcome judged(Job job, Run run) {
    return switch (job.phase) {
      case WORKING -> running(job, true);
      case FAILED -> new Outcome.Failed(Reason.SYNC_FAILED, Faults.LONG);
      case STOPPED -> new Outcome.Cancelled();
      case LOST -> watched(run, true);
      case DONE -> needed(run.target()) ? unconfirmed() : succeeded();
    };
  }

  /**
   * An instance that stays broken may still be healing, and one that was in order before shows
   * nothing of what is at work.
   */
  private Outcome watched(Run run, boolean gone) {
    var looks = run.timesUnconfirmed();
    if (needed(run.target())) {
      return looks == 0 ? goesOn(run) : unconfirmed();
    }
    if (run.beganInNeed()) {
      return succeeded();
    }
    return gone ? (looks < GONE_LOOKS ? unconfirmed() : succeeded()) : goesOn(run);
  }

  private static Outcome goesOn(Run run) {
    return new Outcome.Running(Progress.of(run.knownOperation().orElse(Operation.UNNAMED)));
  }

  private static Outcome unconfirmed() {
    return new Outcome.Unconfirmed(Reason.NOT_CONVERGED, Faults.LONG);
  }

  private static Outcome succeeded() {
    return new Outcome.Succeeded(Optional.of("ProtectionConfigured"));
  }

  /** An operation shows that it goes on, and not what is at work. */
  @Override
  Activity activity() {
    return Activity.NOT_SHOWN;
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
