package dev.backupsync.operation;

import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.schedule.Schedule;
import java.util.Optional;

/**
 * What spec and annotations ask for now.
 *
 * @param target empty where the spec is invalid
 * @param invalid what is wrong with the spec, with the field's path; empty where nothing is
 * @param requestedAt value of the annotation {@code backupsync.dev/requested-at}
 * @param cancelRequestedAt value of the annotation {@code backupsync.dev/cancel-requested-at}
 * @param schedule when to run besides; empty where there is none, or where the spec is invalid
 */
public record DesiredState(
    long generation,
    Optional<Target> target,
    Optional<SyncError> invalid,
    Policy policy,
    boolean suspended,
    Optional<String> requestedAt,
    Optional<String> cancelRequestedAt,
    Optional<Schedule> schedule) {

  /**
   * Of a sync that is being deleted: nothing starts any more, and the run in flight is to end.
   *
   * @param token unlike any that a user would write
   */
  public DesiredState leaving(String token) {
    return new DesiredState(
        generation,
        target,
        invalid,
        policy,
        true,
        requestedAt,
        Optional.of(token),
        Optional.empty());
  }
}
