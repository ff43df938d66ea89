package dev.backupsync.trouble;

import dev.backupsync.api.v1alpha1.ConnectionRef;
import dev.backupsync.api.v1alpha1.RepositoryRef;
import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.api.v1alpha1.VeeamApiVersion;
import dev.backupsync.connection.ClientConfig;
import dev.backupsync.http.HttpClients;
import dev.backupsync.http.JsonHttp;
import dev.backupsync.http.TrafficListener;
import dev.backupsync.simulator.HandClock;
import dev.backupsync.simulator.Match;
import dev.backupsync.simulator.VeeamRepository;
import dev.backupsync.simulator.VeeamServer;
import dev.backupsync.veeam.VeeamClient;
import dev.backupsync.veeam.rest.VeeamSettings;
import dev.backupsync.vendor.VendorClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Veeam, with one repository that is out of sync. */
final class VeeamSide implements Side {
  /** What the connection and the sync say of themselves. */
  enum Spec {
    BY_ID,
    BY_NAME,
    ANY_VERSION
  }

  private final HandClock clock;
  private final Duration timeout;
  private final Spec spec;
  private final VeeamServer server;
  private final VeeamRepository repository;
  private @Nullable VendorClient link;

  VeeamSide(HandClock clock, Duration timeout, Spec spec) {
    this.clock = clock;
    this.timeout = timeout;
    this.spec = spec;
    server = VeeamServer.started(clock, 0);
    server.script().duration(World.RUN);
    server.tokens().lifetime(Duration.ofDays(1));
    repository = server.addRepository("Mail archive");
  }

  @Override
  public VeeamServer server() {
    return server;
  }

  @Override
  public ClientConfig.Usable plan() {
    var version = Optional.of(VeeamApiVersion.V8).filter(_ -> spec != Spec.ANY_VERSION);
    var settings = new VeeamSettings(server.url(), version, VeeamServer.USER, VeeamServer.PASSWORD);
    return new ClientConfig.Usable(settings, "veeam", traffic -> open(settings, traffic));
  }

  private VendorClient open(VeeamSettings settings, TrafficListener traffic) {
    var client = HttpClients.create(TRUSTING, timeout);
    var http = new JsonHttp(client, timeout, clock, traffic, 8);
    link = new VeeamClient(settings, http, traffic, clock);
    return link;
  }

  @Override
  public VendorClient link() {
    return Optional.ofNullable(link).orElseThrow();
  }

  @Override
  public Target target() {
    var ref =
        spec == Spec.BY_NAME
            ? new RepositoryRef(null, "Mail archive")
            : new RepositoryRef(repository.id().toString(), null);
    return Target.of(new ConnectionRef("ns", "vb365"), ref);
  }

  @Override
  public Match start() {
    return Match.post(".*/Sync");
  }

  @Override
  public int accepted() {
    return repository.acceptedStarts();
  }

  @Override
  public int mostAtOnce() {
    return repository.maxConcurrentSessions();
  }

  @Override
  public void finish() {
    server.finish(repository.id());
  }

  @Override
  public void revokeTokens() {
    server.tokens().revokeAccess();
  }

  @Override
  public Instant adaptersNow() {
    return clock.instant();
  }

  @Override
  public void close() {
    server.close();
  }
}
