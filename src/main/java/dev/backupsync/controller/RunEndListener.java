package dev.backupsync.controller;

import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.connection.FatalErrors;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/** A listener for runs that have ended. It must not block, because a reconcile waits for it. */
public interface RunEndListener {
  /** All of these; one that fails stops neither the others nor the sync. */
  static RunEndListener all(List<RunEndListener> listeners) {
    return new RunEndListener() {
      @Override
      public void found(HasMetadata sync, SyncStatus status) {
        listeners.forEach(
            one -> FatalErrors.guard("Telling of a run that ended", () -> one.found(sync, status)));
      }

      @Override
      public void saved(HasMetadata sync, SyncStatus status) {
        listeners.forEach(
            one -> FatalErrors.guard("Telling of a run that ended", () -> one.saved(sync, status)));
      }
    };
  }

  /**
   * A sync is reconciled. Its last run may have ended under an earlier process, or under this one.
   */
  void found(HasMetadata sync, SyncStatus status);

  /** The end of the last run in {@code status} was saved just now. */
  void saved(HasMetadata sync, SyncStatus status);
}
