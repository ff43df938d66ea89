package dev.backupsync.statemachine;

import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.Trigger;
import dev.backupsync.api.v1alpha1.TriggerType;
import java.time.Instant;
import java.util.Optional;

/** Decides what asks for a run. Pure; considers only triggers that no run has served yet. */
public final class Triggers {
  private Triggers() {}

  /**
   * The trigger that asks for a run now, the first one if there are several; empty if none does.
   */
  public static Optional<Trigger> due(DesiredState desired, SyncStatus status, Instant now) {
    return created(status)
        .or(() -> requested(desired, status))
        .or(() -> targetChanged(desired, status))
        .or(() -> scheduled(desired, status, now));
  }

  /** If a run in flight was removed from status, it is looked for as after creation. */
  private static Optional<Trigger> created(SyncStatus status) {
    var unseen = status.knownLastRun().isEmpty() || status.currentState().inFlight();
    return status.knownRun().isEmpty() && unseen
        ? Optional.of(Trigger.of(TriggerType.CREATED))
        : Optional.empty();
  }

  private static Optional<Trigger> requested(DesiredState desired, SyncStatus status) {
    return desired
        .requestedAt()
        .filter(value -> !value.equals(status.lastHandledRequest()))
        .map(value -> new Trigger(TriggerType.REQUESTED, value));
  }

  private static Optional<Trigger> targetChanged(DesiredState desired, SyncStatus status) {
    var last = status.knownRun().map(Run::target);
    return desired
        .target()
        .filter(wanted -> last.isPresent() && !wanted.sameAs(last.get()))
        .map(_ -> Trigger.of(TriggerType.TARGET_CHANGED));
  }

  private static Optional<Trigger> scheduled(DesiredState desired, SyncStatus status, Instant now) {
    return ScheduleCursor.due(desired, status, now)
        .map(slot -> new Trigger(TriggerType.SCHEDULED, slot.toString()));
  }
}
