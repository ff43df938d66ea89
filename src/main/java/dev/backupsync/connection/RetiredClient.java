package dev.backupsync.connection;

import dev.backupsync.vendor.SyncBackend;
import java.time.Instant;

/**
 * The client of a connection that was removed, was changed, or lost its Secret. It is still used to
 * stop runs that began through it.
 *
 * @param backend only to stop and poll such runs
 * @param url where it leads
 * @param limits the limits for its use: the last ones that the connection was seen with
 * @param since when the connection stopped using it; later runs did not begin through it
 */
public record RetiredClient(
    SyncBackend backend, String url, ConnectionLimits limits, Instant since) {
  RetiredClient on(ConnectionLimits latest) {
    return new RetiredClient(backend, url, latest, since);
  }
}
