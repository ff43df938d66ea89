package dev.backupsync.controller;

import dev.backupsync.api.v1alpha1.SyncStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;

/** Is told of the runs that ended; must not block, because a reconcile waits for it. */
public interface EndedRuns {
  /** Wants to know nothing. */
  EndedRuns IGNORED =
      new EndedRuns() {
        @Override
        public void found(HasMetadata sync, SyncStatus status) {}

        @Override
        public void saved(HasMetadata sync, SyncStatus status) {}
      };

  /**
   * A sync is reconciled. Its last run may have ended under an earlier process, or under this one.
   */
  void found(HasMetadata sync, SyncStatus status);

  /** The end of the last run in {@code status} was saved just now. */
  void saved(HasMetadata sync, SyncStatus status);
}
