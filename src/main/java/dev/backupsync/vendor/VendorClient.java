package dev.backupsync.vendor;

/** A way to one vendor with one set of credentials: tells whether it works, and runs syncs. */
public interface VendorClient extends AutoCloseable {

  /** Tries the way to its end: name, TLS, log-in, version. Blocks for as long as a few requests. */
  Probe probe();

  /** The operations behind this connection; of use only once a probe found it connected. */
  SyncBackend backend();

  /** Lets go of tokens and sockets; a request in flight may fail. */
  @Override
  void close();
}
