package dev.backupsync.vendor;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.SyncError;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What came of asking a vendor, told by its consequence. Trouble is a value here, never thrown. */
public sealed interface Outcome {

  /** A run is under way: just accepted, found, or followed. */
  record Running(Progress progress) implements Outcome {}

  /**
   * The vendor's operation ended well and its target is in order, or nobody can tell otherwise.
   *
   * @param remark what people should know of the target all the same, as the end of a sentence
   */
  record Succeeded(Optional<String> vendorState, Optional<String> remark) implements Outcome {
    /** With nothing to remark. */
    public Succeeded(Optional<String> vendorState) {
      this(vendorState, Optional.empty());
    }
  }

  /**
   * The operation is over, or gone, but its target is not in order (yet): look again a few times.
   *
   * @param reason what the attempt ends with when looking again does not help
   */
  record Unconfirmed(Reason reason, SyncError error) implements Outcome {}

  /** The vendor's verdict: this attempt failed. A further attempt may help. */
  record Failed(Reason reason, SyncError error) implements Outcome {}

  /** Nobody will run this: asking again would be refused again. */
  record Rejected(Reason reason, SyncError error) implements Outcome {}

  /** The run was stopped, by us or by somebody else. */
  record Cancelled() implements Outcome {}

  /** The vendor cannot stop a run; it goes on. */
  record CancelUnsupported() implements Outcome {}

  /**
   * Nothing is in flight for the target.
   *
   * @param conclusive whether a run that we may have started would have been seen; if not, its
   *     absence licenses a new start only after a while
   * @param bystanders operations of the past that the vendor still shows; they are not ours
   */
  record Absent(Need need, boolean conclusive, List<String> bystanders) implements Outcome {}

  /** Nothing was started and nothing learned: ask again later. Answers that say so for certain. */
  record Deferred(Reason reason, SyncError error, Optional<Duration> retryAfter)
      implements Outcome {}

  /** We learned nothing: network, time-out, 5xx. A start may or may not have happened. */
  record Unknown(Reason reason, SyncError error, Optional<Duration> retryAfter)
      implements Outcome {}
}
