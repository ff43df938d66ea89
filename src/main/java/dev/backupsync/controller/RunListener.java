package dev.backupsync.controller;

import dev.backupsync.api.v1alpha1.RunRecord;
import dev.backupsync.api.v1alpha1.SyncStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;

/** Is notified about the syncs of one kind; for metrics. */
public interface RunListener {

  /** A sync was reconciled, or its status was saved. */
  void seen(HasMetadata sync, SyncStatus status);

  /** The end of a run was saved. */
  void ended(RunRecord run);

  /** The sync was deleted. */
  void gone(ResourceID sync);
}
