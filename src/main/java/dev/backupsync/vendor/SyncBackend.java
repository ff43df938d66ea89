package dev.backupsync.vendor;

import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.Target;
import java.util.Set;

/**
 * The port that a vendor implements. Each call asks the vendor once, without retries of its own,
 * because the state machine decides when to ask again. {@link Run#target()} says what a run is for.
 * Expected trouble is returned as an {@link Outcome}; only bugs throw.
 */
public interface SyncBackend {

  /**
   * Returns the other targets that mean the same thing, such as an id and a name; changes nothing.
   *
   * @return empty also if the vendor does not say; may be a moment old
   */
  default Set<Target> aliases(Target target) {
    return Set.of();
  }

  /**
   * Looks for a run in flight on the target, and whether the target needs a sync; changes nothing.
   *
   * @return {@code Running} to adopt, {@code Absent} to permit a start, {@code Rejected}, {@code
   *     Deferred} or {@code Unknown}. Because the answer may permit a start, it is never based on a
   *     request that was sent before this call.
   */
  Outcome locate(Run run);

  /**
   * Looks as {@link #locate} does, but permits no start: a caller that finds something to do here
   * must call {@code locate} before doing it. So only the answer that there is nothing to do,
   * {@code Absent} with {@code NotNeeded}, may be a moment old, and many checks may share one
   * request.
   */
  default Outcome check(Run run) {
    return locate(run);
  }

  /**
   * Starts the sync. Not idempotent: called only once the permit for the start is saved.
   *
   * @param permit must be checked right before each request that starts something; if it is no
   *     longer valid, nothing is sent, and the answer is {@code Deferred}
   * @return {@code Running}, {@code Succeeded}, {@code Unconfirmed} or {@code Failed} as the answer
   *     says; {@code Rejected}; {@code Deferred} if it surely did not start; else {@code Unknown}
   */
  Outcome start(Run run, StartPermit permit);

  /**
   * Reads the progress of the run in {@link Run#operation()}.
   *
   * @return {@code Running}, {@code Succeeded}, {@code Unconfirmed}, {@code Failed}, {@code
   *     Cancelled}, {@code Deferred} or {@code Unknown}; {@code Rejected} ends the run for good
   */
  Outcome poll(Run run);

  /**
   * Stops the run in flight. Idempotent.
   *
   * @return {@code Cancelled}, also if the run is already gone; {@code CancelUnsupported}; {@code
   *     Deferred} or {@code Unknown}; {@code Rejected} if we are not allowed to stop it: then the
   *     run is polled further
   */
  Outcome cancel(Run run);
}
