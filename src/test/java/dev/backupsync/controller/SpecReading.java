package dev.backupsync.controller;

import dev.backupsync.api.v1alpha1.BackupInstanceSync;
import dev.backupsync.api.v1alpha1.RepositorySync;
import dev.backupsync.api.v1alpha1.SyncError;
import java.util.Optional;

/** Reads specs as the operator does, for tests of manifests. */
public final class SpecReading {
  private SpecReading() {}

  /** What is wrong with the spec; empty where nothing is. */
  public static Optional<SyncError> invalid(RepositorySync sync) {
    return new SpecReader<>(RepositorySyncReconciler::target).read(sync).invalid();
  }

  /** What is wrong with the spec; empty where nothing is. */
  public static Optional<SyncError> invalid(BackupInstanceSync sync) {
    return new SpecReader<>(BackupInstanceSyncReconciler::target).read(sync).invalid();
  }
}
