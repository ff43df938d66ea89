package dev.backupsync.controller;

import dev.backupsync.vendor.SyncBackend;
import io.fabric8.kubernetes.api.model.HasMetadata;

/** Sees the calls to vendors that are made for a sync, and changes none of them. */
@FunctionalInterface
public interface CallObserver {
  /** Looks at nothing. */
  CallObserver NONE = (_, backend) -> backend;

  /** A backend that does the same as the given one. */
  SyncBackend observed(HasMetadata sync, SyncBackend backend);
}
