package dev.backupsync.connection;

import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.time.Clocks;
import dev.backupsync.vendor.Probe;
import dev.backupsync.vendor.SyncBackend;
import java.util.Optional;

/** What is known about a connection now. */
public sealed interface ConnectionState {

  /** Its last probe succeeded: syncs may call the vendor. */
  record Ready(Probe.Connected probe, String url, Clocks.Moment probed, SyncBackend backend)
      implements ConnectionState {}

  /**
   * Syncs wait and do not call the vendor.
   *
   * @param probed when the probe was made; empty if there was nothing to probe
   */
  record NotReady(
      ConnectionReason reason,
      SyncError error,
      Optional<String> url,
      Optional<Clocks.Moment> probed)
      implements ConnectionState {}
}
