package dev.backupsync.vendor;

import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.SyncError;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How far a run is.
 *
 * @param operation the handle, if this answer gave a new one
 * @param percent 0 to 100; empty if the vendor does not say
 * @param vendorState the vendor's word, verbatim
 * @param retryAfter how long the vendor asks us to wait before the next poll
 * @param unreadable why the end of the operation cannot be read at present, and what to do about
 *     it; empty if it can
 */
public record Progress(
    Optional<Operation> operation,
    OptionalInt percent,
    Optional<String> vendorState,
    Activity activity,
    Optional<Duration> retryAfter,
    Optional<SyncError> unreadable) {

  /** The highest number of polls without visible work that is counted. */
  public static final int IDLE_POLLS = 10;

  /** What the vendor shows about the work itself. */
  public enum Activity {
    /** At work: once it no longer is, the work is over. */
    WORKING,
    /** Not at work, or not yet at work. */
    QUEUED,
    /** The operation goes on; the vendor does not show whether anything is at work. */
    NOT_SHOWN
  }

  /** Progress of an operation whose end can be read. */
  public Progress(
      Optional<Operation> operation,
      OptionalInt percent,
      Optional<String> vendorState,
      Activity activity,
      Optional<Duration> retryAfter) {
    this(operation, percent, vendorState, activity, retryAfter, Optional.empty());
  }

  /** In progress with this handle; nothing else is known. */
  public static Progress of(Operation operation) {
    return new Progress(
        Optional.of(operation),
        OptionalInt.empty(),
        Optional.empty(),
        Activity.NOT_SHOWN,
        Optional.empty());
  }

  public boolean working() {
    return activity == Activity.WORKING;
  }
}
