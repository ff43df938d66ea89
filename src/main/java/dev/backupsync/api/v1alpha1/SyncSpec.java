package dev.backupsync.api.v1alpha1;

import org.jspecify.annotations.Nullable;

/** What the specs of all syncs share, so that one reconciler's code serves every kind. */
public interface SyncSpec {
  @Nullable ConnectionRef connectionRef();

  @Nullable RunOptions options();

  /** What this version of the operator cannot read. */
  UnreadFields unread();
}
