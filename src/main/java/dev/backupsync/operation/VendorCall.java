package dev.backupsync.operation;

import dev.backupsync.api.v1alpha1.Run;
import java.time.Instant;
import java.util.Optional;

/** The only things that the operator ever asks of a vendor. */
public sealed interface VendorCall {
  /** Nothing to ask now. */
  record None() implements VendorCall {}

  /** Is something in flight for the run's target, and is the target in need? */
  record Locate(Run run) implements VendorCall {}

  /** The same question about a target at rest; whatever the answer, it permits no start. */
  record Check(Run run) implements VendorCall {}

  /**
   * The only call that is not idempotent; the status that permits it is saved before.
   *
   * @param doubt when an earlier start was sent of which nobody knows yet what came of it
   */
  record Start(Run run, Optional<Instant> doubt) implements VendorCall {}

  record Poll(Run run) implements VendorCall {}

  record Cancel(Run run) implements VendorCall {}
}
