package dev.backupsync.statemachine;

import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.schedule.Schedule;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Optional;

/**
 * What spec and annotations ask for now.
 *
 * @param target empty if the spec is invalid
 * @param invalid what is wrong with the spec, with the field's path; empty if nothing is
 * @param requestedAt value of the annotation {@code backupsync.dev/requested-at}
 * @param cancelRequestedAt value of the annotation {@code backupsync.dev/cancel-requested-at}
 * @param schedule when to run regularly; empty if there is no schedule, or the spec is invalid
 */
@RecordBuilder
@RecordBuilder.Options(useImmutableCollections = false, addFunctionalMethodsToWith = false)
public record DesiredState(
    long generation,
    Optional<Target> target,
    Optional<SyncError> invalid,
    RunSettings settings,
    boolean suspended,
    Optional<String> requestedAt,
    Optional<String> cancelRequestedAt,
    Optional<Schedule> schedule)
    implements DesiredStateBuilder.With {

  /**
   * The desired state of a sync that is being deleted: nothing starts, and the run in flight is to
   * end.
   *
   * @param token different from any value that a user would write
   */
  public DesiredState leaving(String token) {
    return withSuspended(true)
        .withCancelRequestedAt(Optional.of(token))
        .withSchedule(Optional.empty());
  }
}
