package dev.backupsync.vendor;

import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.Target;
import java.util.Set;

/**
 * The port that a vendor fills: its questions are each asked once, without retries of its own,
 * because the machine owns time. What a run is for stands in {@link Run#target()}. Expected trouble
 * comes back as an {@link Outcome}; only bugs throw.
 */
public interface SyncBackend {

  /**
   * Says which other targets mean the same thing, as an id and a name do; changes nothing.
   *
   * @return empty also where nobody says; may be a moment old
   */
  default Set<Target> aliases(Target target) {
    return Set.of();
  }

  /**
   * Looks for a run in flight on the target, and whether the target is in need; changes nothing.
   *
   * @return {@code Running} to adopt, {@code Absent} to license a start, {@code Rejected}, {@code
   *     Deferred} or {@code Unknown}. As the answer may license a start, it rests on nothing that
   *     was asked before this call.
   */
  Outcome locate(Run run);

  /**
   * Looks as {@link #locate} does, and licenses nothing: whoever finds something to do here locates
   * before doing it. So only the answer that there is nothing to do, {@code Absent} with {@code
   * NotNeeded}, may be a moment old, and many checks may share one question.
   */
  default Outcome check(Run run) {
    return locate(run);
  }

  /**
   * Starts the sync. Not idempotent: called only once the permit for the start is saved.
   *
   * @param permit to be asked right before each request that starts something; where it stands no
   *     more, nothing is sent, and the answer is {@code Deferred}
   * @return {@code Running}, {@code Succeeded}, {@code Unconfirmed} or {@code Failed} as the answer
   *     says; {@code Rejected}; {@code Deferred} where it surely did not start; else {@code
   *     Unknown}
   */
  Outcome start(Run run, StartPermit permit);

  /**
   * Reads how the run in {@link Run#operation()} is going.
   *
   * @return {@code Running}, {@code Succeeded}, {@code Unconfirmed}, {@code Failed}, {@code
   *     Cancelled}, {@code Deferred} or {@code Unknown}; {@code Rejected} ends the run for good
   */
  Outcome poll(Run run);

  /**
   * Stops the run in flight. Idempotent.
   *
   * @return {@code Cancelled}, also where it is gone already; {@code CancelUnsupported}; {@code
   *     Deferred} or {@code Unknown}; {@code Rejected} where we may not, and then it is followed on
   */
  Outcome cancel(Run run);
}
