package dev.backupsync.connection;

import dev.backupsync.vendor.SyncBackend;
import java.time.Instant;

/**
 * What is left of a connection that is gone, changed or without its Secret: the way to the vendor
 * that its runs began through.
 *
 * @param backend to stop and follow such runs with, and for nothing else
 * @param url where it leads
 * @param terms on which syncs may use it: the last ones that the connection was seen with
 * @param since when the connection stopped using it; later runs did not begin through it
 */
public record RetiredClient(
    SyncBackend backend, String url, ConnectionLimits terms, Instant since) {
  RetiredClient on(ConnectionLimits latest) {
    return new RetiredClient(backend, url, latest, since);
  }
}
