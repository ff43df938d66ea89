package dev.backupsync.api.v1alpha1;

import org.jspecify.annotations.Nullable;

/** What the specs of all connections share. */
public interface ConnectionSpec {
  @Nullable ConnectionOptions options();

  /** The fields that this version of the operator cannot read. */
  UnreadFields unread();
}
