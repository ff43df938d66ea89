package dev.backupsync.connection;

import dev.backupsync.http.TrafficListener;
import dev.backupsync.vendor.VendorClient;

/** Opens a client for a connection whose settings were read. */
@FunctionalInterface
public interface VendorClientFactory {
  /**
   * Opens a client.
   *
   * @throws IllegalArgumentException if a setting cannot be used; the message is for users
   */
  VendorClient open(TrafficListener traffic);
}
