package dev.backupsync.veeam;

import dev.backupsync.api.v1alpha1.ConnectionRef;
import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.RepositoryRef;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.api.v1alpha1.Trigger;
import dev.backupsync.api.v1alpha1.TriggerType;
import dev.backupsync.api.v1alpha1.VeeamApiVersion;
import dev.backupsync.http.Exchange;
import dev.backupsync.http.HttpClients;
import dev.backupsync.http.JsonHttp;
import dev.backupsync.http.TlsSettings;
import dev.backupsync.http.TrafficListener;
import dev.backupsync.simulator.Certificates;
import dev.backupsync.simulator.VeeamServer;
import dev.backupsync.veeam.rest.VeeamSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Makes links to simulated servers, and the runs that go through them. */
public final class Links implements TrafficListener {
  static final Duration PATIENT = Duration.ofSeconds(20);

  public static final TlsSettings TRUSTING =
      new TlsSettings(Optional.of(Certificates.shared().caPem()), Optional.empty(), false);

  private final List<String> operations = new CopyOnWriteArrayList<>();
  private final List<Boolean> logins = new CopyOnWriteArrayList<>();

  VeeamClient open(VeeamServer server) {
    return open(server, Optional.empty(), VeeamServer.PASSWORD, InstantSource.system());
  }

  VeeamClient open(VeeamServer server, VeeamApiVersion version) {
    return open(server, Optional.of(version), VeeamServer.PASSWORD, InstantSource.system());
  }

  public VeeamClient open(
      VeeamServer server, Optional<VeeamApiVersion> version, String password, InstantSource clock) {
    return open(server, version, password, clock, TRUSTING, PATIENT);
  }

  public VeeamClient open(
      VeeamServer server,
      Optional<VeeamApiVersion> version,
      String password,
      InstantSource clock,
      TlsSettings tls,
      Duration timeout) {
    var http = new JsonHttp(HttpClients.create(tls, PATIENT), timeout, clock, this, 16);
    var settings = new VeeamSettings(server.url(), version, VeeamServer.USER, password);
    return new VeeamClient(settings, http, this, clock);
  }

  /** The operations of all exchanges, in order. */
  public List<String> operations() {
    return operations;
  }

  /** Whether each log-in went well, in order. */
  public List<Boolean> logins() {
    return logins;
  }

  public static Run run(String repositoryId) {
    return run(new RepositoryRef(repositoryId, null));
  }

  static Run named(String repositoryName) {
    return run(new RepositoryRef(null, repositoryName));
  }

  static Run run(RepositoryRef repository) {
    return Run.begin(
        "run-1",
        Target.of(new ConnectionRef("default", "vb365"), repository),
        Trigger.of(TriggerType.CREATED),
        Instant.EPOCH);
  }

  public static Operation session(String id) {
    return new Operation(id, null);
  }

  @Override
  public void exchanged(String operation, Exchange exchange, Duration took) {
    operations.add(operation);
  }

  @Override
  public void loggedIn(boolean success) {
    logins.add(success);
  }
}
