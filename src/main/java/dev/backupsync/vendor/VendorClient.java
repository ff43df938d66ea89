package dev.backupsync.vendor;

/** A client for one vendor with one set of credentials: probes the connection and runs syncs. */
public interface VendorClient extends AutoCloseable {

  /** Tries every step: name, TLS, log-in, version. Blocks for as long as a few requests take. */
  Probe probe();

  /** The operations behind this connection; usable only after a probe found it connected. */
  SyncBackend backend();

  /** Releases tokens and sockets; a request in flight may fail. */
  @Override
  void close();
}
