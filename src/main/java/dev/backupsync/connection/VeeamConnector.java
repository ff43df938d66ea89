package dev.backupsync.connection;

import dev.backupsync.api.v1alpha1.ConnectionOptions;
import dev.backupsync.api.v1alpha1.Defaults;
import dev.backupsync.api.v1alpha1.VeeamConnection;
import dev.backupsync.api.v1alpha1.VeeamConnectionSpec;
import dev.backupsync.http.HttpClients;
import dev.backupsync.http.JsonHttp;
import dev.backupsync.http.TlsSettings;
import dev.backupsync.http.TrafficListener;
import dev.backupsync.operation.Clocks;
import dev.backupsync.operation.VendorConnection;
import dev.backupsync.veeam.VeeamServerLink;
import dev.backupsync.veeam.VeeamSettings;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a {@link VeeamConnection}. */
public final class VeeamConnector implements Connector<VeeamConnection> {
  private static final int REQUESTS_AT_A_TIME = 8;

  private final Clocks clocks;
  private final Egress egress;

  public VeeamConnector(Clocks clocks, Egress egress) {
    this.clocks = clocks;
    this.egress = egress;
  }

  /** All that a client is made from. */
  private record Settings(VeeamSettings server, TlsSettings tls, Duration timeout) {}

  @Override
  public int defaultConcurrency() {
    return Defaults.VEEAM_CONCURRENT_SYNCS;
  }

  @Override
  public Plan plan(VeeamConnection connection, Materials materials) {
    var parts = new Parts(connection, materials, egress);
    @Nullable VeeamConnectionSpec spec = connection.getSpec();
    if (spec == null) {
      parts.errors().reject("spec", "is required");
      return parts.lack().orElseThrow();
    }
    var url = Requests.url("spec.url", spec.url(), parts);
    var secret = spec.credentialsSecretRef();
    var username = parts.secret("spec.credentialsSecretRef", secret, "username");
    var password = parts.secret("spec.credentialsSecretRef", secret, "password");
    var options = Objects.requireNonNullElse(spec.options(), ConnectionOptions.NONE);
    var tls = parts.tls(options.tls());
    var timeout = Requests.timeout(options, parts.errors());
    return parts
        .lack()
        .orElseGet(
            () -> {
              var server =
                  new VeeamSettings(
                      url.orElseThrow(),
                      Optional.ofNullable(spec.apiVersion()),
                      username,
                      password);
              var settings = new Settings(server, tls, timeout);
              return new Plan.Usable(settings, server.url().toString(), t -> open(settings, t));
            });
  }

  private VendorConnection open(Settings settings, TrafficListener traffic) {
    var client = HttpClients.create(settings.tls(), settings.timeout(), egress.proxies());
    var http = new JsonHttp(client, settings.timeout(), clocks.wall(), traffic, REQUESTS_AT_A_TIME);
    return new VeeamServerLink(settings.server(), http, traffic, clocks.steady());
  }
}
