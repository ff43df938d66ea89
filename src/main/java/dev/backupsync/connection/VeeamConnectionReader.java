package dev.backupsync.connection;

import dev.backupsync.api.v1alpha1.ConnectionOptions;
import dev.backupsync.api.v1alpha1.Defaults;
import dev.backupsync.api.v1alpha1.VeeamConnection;
import dev.backupsync.api.v1alpha1.VeeamConnectionSpec;
import dev.backupsync.http.HttpClients;
import dev.backupsync.http.JsonHttp;
import dev.backupsync.http.TlsSettings;
import dev.backupsync.http.TrafficListener;
import dev.backupsync.time.Clocks;
import dev.backupsync.veeam.VeeamClient;
import dev.backupsync.veeam.rest.VeeamSettings;
import dev.backupsync.vendor.VendorClient;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a {@link VeeamConnection}. */
public final class VeeamConnectionReader implements ConnectionReader<VeeamConnection> {
  private static final int REQUESTS_AT_A_TIME = 8;

  private final Clocks clocks;
  private final Egress egress;

  public VeeamConnectionReader(Clocks clocks, Egress egress) {
    this.clocks = clocks;
    this.egress = egress;
  }

  /** Everything that a client is made from. */
  private record Settings(VeeamSettings server, TlsSettings tls, Duration timeout) {}

  @Override
  public int defaultConcurrency() {
    return Defaults.VEEAM_CONCURRENT_SYNCS;
  }

  @Override
  public ClientConfig read(VeeamConnection connection, SecretSource secrets) {
    var reader = new ConnectionSpecReader(connection, secrets, egress);
    @Nullable VeeamConnectionSpec spec = connection.getSpec();
    if (spec == null) {
      reader.errors().reject("spec", "is required");
      return reader.problem().orElseThrow();
    }
    var url = RequestSettings.url("spec.url", spec.url(), reader);
    var secret = spec.credentialsSecretRef();
    var username = reader.secret("spec.credentialsSecretRef", secret, "username");
    var password = reader.secret("spec.credentialsSecretRef", secret, "password");
    var options = Objects.requireNonNullElse(spec.options(), ConnectionOptions.NONE);
    var tls = reader.tls(options.tls());
    var timeout = RequestSettings.timeout(options, reader.errors());
    return reader
        .problem()
        .orElseGet(
            () -> {
              var server =
                  new VeeamSettings(
                      url.orElseThrow(),
                      Optional.ofNullable(spec.apiVersion()),
                      username,
                      password);
              var settings = new Settings(server, tls, timeout);
              return new ClientConfig.Usable(
                  settings, server.url().toString(), t -> open(settings, t));
            });
  }

  private VendorClient open(Settings settings, TrafficListener traffic) {
    var client = HttpClients.create(settings.tls(), settings.timeout(), egress.proxies());
    var http = new JsonHttp(client, settings.timeout(), clocks.wall(), traffic, REQUESTS_AT_A_TIME);
    return new VeeamClient(settings.server(), http, traffic, clocks.steady());
  }
}
