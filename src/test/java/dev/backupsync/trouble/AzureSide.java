package dev.backupsync.trouble;

import dev.backupsync.api.v1alpha1.BackupInstanceRef;
import dev.backupsync.api.v1alpha1.ConnectionRef;
import dev.backupsync.api.v1alpha1.SyncType;
import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.azure.AzureSettings;
import dev.backupsync.azure.ManagedNode;
import dev.backupsync.azure.auth.AzureIdentity;
import dev.backupsync.azure.rest.CloudEndpoints;
import dev.backupsync.connection.ClientConfig;
import dev.backupsync.http.TrafficListener;
import dev.backupsync.simulator.AzureInstance;
import dev.backupsync.simulator.AzureScript;
import dev.backupsync.simulator.AzureServer;
import dev.backupsync.simulator.HandClock;
import dev.backupsync.simulator.Match;
import dev.backupsync.vendor.VendorClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Azure, with one instance in a protection error. */
final class AzureSide implements Side {
  private final Duration timeout;
  private final AzureServer server;
  private final HandClock clock;
  private final AzureInstance instance;
  private final AzureIdentity identity;
  private @Nullable VendorClient client;

  AzureSide(HandClock clock, Duration timeout, AzureScript.Urls urls, Identities.Way identity) {
    this.clock = clock;
    this.timeout = timeout;
    server = AzureServer.started(clock, 0);
    server.script().duration(World.RUN).urls(urls);
    server.tokens().lifetime(Duration.ofDays(1));
    instance = server.addInstance("testbi");
    this.identity = identity.at(server);
  }

  @Override
  public AzureServer server() {
    return server;
  }

  @Override
  public ClientConfig.Usable plan() {
    var settings =
        new AzureSettings(
            CloudEndpoints.custom(server.url(), server.url(), Optional.empty()),
            identity,
            AzureSettings.DEFAULT_API_VERSION,
            List.of(),
            TRUSTING,
            timeout);
    return new ClientConfig.Usable(settings, "azure", traffic -> open(settings, traffic));
  }

  private VendorClient open(AzureSettings settings, TrafficListener traffic) {
    client = ManagedNode.link(server, settings, traffic, clock);
    return client;
  }

  @Override
  public VendorClient link() {
    return Optional.ofNullable(client).orElseThrow();
  }

  @Override
  public Target target() {
    var ref =
        new BackupInstanceRef(
            AzureServer.SUBSCRIPTION,
            AzureServer.RESOURCE_GROUP,
            AzureServer.VAULT,
            "testbi",
            SyncType.DEFAULT);
    return Target.of(new ConnectionRef("ns", "azure"), ref);
  }

  @Override
  public Match start() {
    return Match.post(".*/sync");
  }

  @Override
  public int accepted() {
    return instance.acceptedSyncs();
  }

  @Override
  public int mostAtOnce() {
    return instance.maxConcurrentOperations();
  }

  @Override
  public void finish() {
    server.finish(instance);
  }

  @Override
  public void revokeTokens() {
    server.tokens().revoke();
  }

  /** The token's expiry comes from a library that reads the system's clock. */
  @Override
  public Instant adaptersNow() {
    return clock.instant();
  }

  @Override
  public void close() {
    server.close();
  }
}
