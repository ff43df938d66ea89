package dev.backupsync.api.v1alpha1;

import org.jspecify.annotations.Nullable;

/** What the specs of all syncs share, so that one reconciliation serves every kind. */
public interface SyncSpec {
  @Nullable ConnectionRef connectionRef();

  @Nullable RunOptions options();

  /** The fields that this version of the operator cannot read. */
  UnreadFields unread();
}
