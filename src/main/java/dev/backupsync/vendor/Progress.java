package dev.backupsync.vendor;

import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.SyncError;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How far a run is.
 *
 * @param operation the handle, where this answer gave a new one
 * @param percent 0 to 100; empty where the vendor does not say
 * @param vendorState the vendor's word, verbatim
 * @param retryAfter the pace that the vendor asks for
 * @param unreadable why the end of the operation cannot be read as things are, and what to do about
 *     it; empty where it can
 */
public record Progress(
    Optional<Operation> operation,
    OptionalInt percent,
    Optional<String> vendorState,
    Activity activity,
    Optional<Duration> retryAfter,
    Optional<SyncError> unreadable) {

  /** How many polls that find an operation not at work are counted. */
  public static final int IDLE_POLLS = 10;

  /** What the vendor shows of the work itself. */
  public enum Activity {
    /** At work: once it is no more, the work is over. */
    WORKING,
    /** Not at work, or not yet. */
    QUEUED,
    /** The operation goes on; whether anything is at work is not shown. */
    NOT_SHOWN
  }

  /** Of an operation whose end can be read. */
  public Progress(
      Optional<Operation> operation,
      OptionalInt percent,
      Optional<String> vendorState,
      Activity activity,
      Optional<Duration> retryAfter) {
    this(operation, percent, vendorState, activity, retryAfter, Optional.empty());
  }

  /** Under way with this handle, and nothing else known. */
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
