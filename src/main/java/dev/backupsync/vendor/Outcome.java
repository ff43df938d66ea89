package dev.backupsync.vendor;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.SyncError;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The result of a call to a vendor, named by its consequence. Expected trouble is a value here and
 * is never thrown.
 */
public sealed interface Outcome {

  /** A run is in progress: just accepted, found, or polled. */
  record Running(Progress progress) implements Outcome {}

  /**
   * The vendor's operation ended well and its target is in order, or the target cannot be checked.
   *
   * @param remark what users should know about the target all the same, as the end of a sentence
   */
  record Succeeded(Optional<String> vendorState, Optional<String> remark) implements Outcome {
    /** Success without a remark. */
    public Succeeded(Optional<String> vendorState) {
      this(vendorState, Optional.empty());
    }
  }

  /**
   * The operation is over, or gone, but its target is not in order (yet): look again a few times.
   *
   * @param reason the reason that the attempt ends with if looking again does not help
   */
  record Unconfirmed(Reason reason, SyncError error) implements Outcome {}

  /** The vendor reports that this attempt failed. Another attempt may help. */
  record Failed(Reason reason, SyncError error) implements Outcome {}

  /** The vendor refuses to run this: the same request would be refused again. */
  record Rejected(Reason reason, SyncError error) implements Outcome {}

  /** The run was stopped, by the operator or by someone else. */
  record Cancelled() implements Outcome {}

  /** The vendor cannot stop a run; it goes on. */
  record CancelUnsupported() implements Outcome {}

  /**
   * Nothing is in flight for the target.
   *
   * @param conclusive whether a run that we may have started would have been seen; if not, its
   *     absence permits a new start only after a while
   * @param bystanders earlier operations that the vendor still shows; they are not ours
   */
  record Absent(Need need, boolean conclusive, List<String> bystanders) implements Outcome {}

  /** The vendor surely started nothing and says nothing about the run: ask again later. */
  record Deferred(Reason reason, SyncError error, Optional<Duration> retryAfter)
      implements Outcome {}

  /** No usable answer: network, time-out, 5xx. A start may or may not have happened. */
  record Unknown(Reason reason, SyncError error, Optional<Duration> retryAfter)
      implements Outcome {}
}
