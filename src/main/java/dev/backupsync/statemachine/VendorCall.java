package dev.backupsync.statemachine;

import dev.backupsync.api.v1alpha1.Run;
import java.time.Instant;
import java.util.Optional;

/** The only calls that the operator makes to a vendor. */
public sealed interface VendorCall {
  /** No call now. */
  record None() implements VendorCall {}

  /** Is something in flight for the run's target, and does the target need a sync? */
  record Locate(Run run) implements VendorCall {}

  /** The same question about an idle target; whatever the answer, it permits no start. */
  record Check(Run run) implements VendorCall {}

  /**
   * The only call that is not idempotent; the status that permits it is saved before.
   *
   * @param earlierSentTime when an earlier start was sent whose answer is still unknown
   */
  record Start(Run run, Optional<Instant> earlierSentTime) implements VendorCall {}

  record Poll(Run run) implements VendorCall {}

  record Cancel(Run run) implements VendorCall {}
}
