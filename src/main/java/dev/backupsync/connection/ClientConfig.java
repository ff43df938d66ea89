package dev.backupsync.connection;

import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.api.v1alpha1.SyncError;

/** The result of reading a connection's spec and what it refers to. */
public sealed interface ClientConfig {

  /**
   * A client can be opened.
   *
   * @param settings all that the client is made from; a client is kept while they stay equal
   * @param url where requests go, for users
   */
  record Usable(Object settings, String url, VendorClientFactory factory) implements ClientConfig {

    /** Without the settings, which hold credentials. */
    @Override
    public String toString() {
      return "Usable[" + url + "]";
    }
  }

  /** Something is missing or wrong; the vendor is not called. */
  record Unusable(ConnectionReason reason, SyncError error) implements ClientConfig {}
}
