package dev.backupsync.veeam.auth;

import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.api.v1alpha1.SyncError;
import java.time.Duration;
import java.util.Optional;

/**
 * There is no access to the server, so the request was not sent.
 *
 * @param throttled whether the server only asked us to wait
 */
public record NoAccess(
    ConnectionReason reason, SyncError error, Optional<Duration> retryAfter, boolean throttled)
    implements LoginResult {

  public NoAccess(ConnectionReason reason, SyncError error) {
    this(reason, error, Optional.empty(), false);
  }
}
