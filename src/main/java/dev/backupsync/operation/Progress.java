package dev.backupsync.operation;

import dev.backupsync.api.v1alpha1.Operation;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How far a run is.
 *
 * @param operation the handle, where this answer gave a new one
 * @param percent 0 to 100; empty where the vendor does not say
 * @param vendorState the vendor's word, verbatim
 * @param active false where the vendor shows the operation but not (yet) at work
 * @param retryAfter the pace that the vendor asks for
 */
public record Progress(
    Optional<Operation> operation,
    OptionalInt percent,
    Optional<String> vendorState,
    boolean active,
    Optional<Duration> retryAfter) {

  /** Under way with this handle, and nothing else known. */
  public static Progress of(Operation operation) {
    return new Progress(
        Optional.of(operation), OptionalInt.empty(), Optional.empty(), true, Optional.empty());
  }
}
