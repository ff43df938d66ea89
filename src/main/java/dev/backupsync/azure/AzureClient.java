package dev.backupsync.azure;

import com.azure.core.http.HttpClient;
import dev.backupsync.azure.auth.AzureTokenCache;
import dev.backupsync.azure.auth.AzureTokenCache.NoToken;
import dev.backupsync.azure.auth.AzureTokenCache.Token;
import dev.backupsync.azure.auth.IdentityLogin;
import dev.backupsync.azure.auth.LoginErrors;
import dev.backupsync.http.HttpClients;
import dev.backupsync.http.JsonHttp;
import dev.backupsync.http.Proxies;
import dev.backupsync.http.TrafficListener;
import dev.backupsync.time.Clocks;
import dev.backupsync.vendor.Probe;
import dev.backupsync.vendor.SyncBackend;
import dev.backupsync.vendor.VendorClient;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A client for one Azure cloud with one identity: its HTTP, its token and its backend. */
public final class AzureClient implements VendorClient {
  private static final int REQUESTS_AT_A_TIME = 16;

  private final String apiVersion;
  private final JsonHttp http;
  private final AzureTokenCache tokens;
  private final InstanceBackend backend;

  /** Creates a client without proxies. */
  public AzureClient(AzureSettings settings, TrafficListener traffic) {
    this(settings, Proxies.NONE, traffic);
  }

  /**
   * @throws IllegalArgumentException if the CA bundle holds no readable certificate; the message is
   *     for users
   */
  public AzureClient(AzureSettings settings, Proxies proxies, TrafficListener traffic) {
    this(
        settings,
        proxies,
        traffic,
        new Clocks(InstantSource.system(), System::nanoTime),
        UnaryOperator.identity());
  }

  AzureClient(
      AzureSettings settings,
      Proxies proxies,
      TrafficListener traffic,
      Clocks clocks,
      UnaryOperator<HttpClient> route) {
    var timeout = settings.requestTimeout();
    var client = HttpClients.create(settings.tls(), timeout, proxies);
    apiVersion = settings.apiVersion();
    http = new JsonHttp(client, timeout, clocks.wall(), traffic, REQUESTS_AT_A_TIME);
    var login = new IdentityLogin(settings.cloud(), settings.identity(), http, route);
    tokens =
        new AzureTokenCache(
            () -> LoginErrors.explained(login.login(), settings.identity()), traffic, clocks);
    backend =
        new InstanceBackend(
            new ArmClient(http, tokens),
            new InstanceUrls(settings.cloud().base(), apiVersion),
            TrustedHosts.of(settings.cloud().endpoint(), settings.trustedHosts()),
            clocks.steady());
  }

  /** Always asks for a new token: only that shows whether the identity still works. */
  @Override
  public Probe probe() {
    return switch (tokens.fresh()) {
      case Token _ -> new Probe.Connected(apiVersion, Optional.empty(), Optional.empty());
      case NoToken(var reason, var error, _) -> new Probe.NotConnected(reason, error);
    };
  }

  @Override
  public SyncBackend backend() {
    return backend;
  }

  @Override
  public void close() {
    http.drain(); // the answer to a start must not be lost
    http.close();
  }
}
