package dev.backupsync.controller;

import dev.backupsync.api.v1alpha1.RunRecord;

/** Is notified about the runs of one kind of sync; for metrics. */
@FunctionalInterface
public interface RunListener {

  /** The end of a run was saved. */
  void ended(RunRecord run);
}
