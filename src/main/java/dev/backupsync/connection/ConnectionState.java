package dev.backupsync.connection;

import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.time.Clocks;
import dev.backupsync.vendor.Probe;
import dev.backupsync.vendor.SyncBackend;
import java.util.Optional;

/** What is known of a connection now. */
public sealed interface ConnectionState {

  /** Its last probe ended well: syncs may call. */
  record Ready(Probe.Connected probe, String url, Clocks.Moment probed, SyncBackend backend)
      implements ConnectionState {}

  /**
   * Syncs wait and call nobody.
   *
   * @param probed when it was tried; empty where there was nothing to try
   */
  record NotReady(
      ConnectionReason reason,
      SyncError error,
      Optional<String> url,
      Optional<Clocks.Moment> probed)
      implements ConnectionState {}
}
