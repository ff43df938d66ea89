package dev.backupsync.controller.status;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.SyncStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** A sync's conditions: derived from its status, never read back. */
public final class SyncConditions {
  private SyncConditions() {}

  /** {@code status} with the conditions that follow from it. */
  public static SyncStatus on(SyncStatus status, List<Condition> before, Instant now) {
    // A condition needs a reason; only a status that a user edited has none.
    var reason = Objects.requireNonNullElse(status.reason(), Reason.QUEUED);
    var message = Objects.requireNonNullElse(status.message(), "");
    var conditions = new Conditions(before, status.observedGeneration(), now);
    return status.withConditions(
        switch (status.currentState()) {
          case PENDING -> conditions.resting(reason.word(), message);
          case QUEUED, STARTING, SYNCHRONIZING -> conditions.reconciling(reason.word(), message);
          case SUCCEEDED -> conditions.ready(reason.word(), message);
          case FAILED, CANCELLED -> conditions.stalled(reason.word(), message);
        });
  }
}
