package dev.backupsync.azure;

import dev.backupsync.http.Proxies;
import dev.backupsync.http.TrafficListener;
import dev.backupsync.operation.VendorConnection;
import dev.backupsync.simulator.AzureServer;
import dev.backupsync.simulator.ManagedIdentityEndpoint;

/** A node on which the fixed address of the managed identity endpoint leads to the simulator. */
public final class ManagedNode {
  private ManagedNode() {}

  /** The link of an operator that runs there. */
  public static VendorConnection link(
      AzureServer azure, AzureSettings settings, TrafficListener traffic) {
    var address = "http://" + ManagedIdentityEndpoint.ADDRESS;
    return new AzureLink(settings, Proxies.NONE, traffic, Rerouted.from(address, azure.url()));
  }
}
