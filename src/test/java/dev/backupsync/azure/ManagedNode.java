package dev.backupsync.azure;

import com.azure.core.http.HttpClient;
import dev.backupsync.azure.auth.AzureIdentity;
import dev.backupsync.http.Proxies;
import dev.backupsync.http.TrafficListener;
import dev.backupsync.simulator.AzureServer;
import dev.backupsync.simulator.ManagedIdentityEndpoint;
import dev.backupsync.statemachine.TestClocks;
import dev.backupsync.vendor.VendorClient;
import java.time.InstantSource;
import java.util.function.UnaryOperator;

/** A node on which the fixed address of the managed identity endpoint leads to the simulator. */
public final class ManagedNode {
  private ManagedNode() {}

  /** The link of an operator that runs there, or anywhere, by a clock of its own. */
  public static VendorClient link(
      AzureServer azure, AzureSettings settings, TrafficListener traffic, InstantSource clock) {
    var address = "http://" + ManagedIdentityEndpoint.ADDRESS;
    var managed = settings.identity() instanceof AzureIdentity.ManagedIdentity;
    UnaryOperator<HttpClient> route =
        managed ? Rerouted.from(address, azure.url()) : UnaryOperator.identity();
    return new AzureClient(settings, Proxies.NONE, traffic, TestClocks.movedBy(clock), route);
  }
}
