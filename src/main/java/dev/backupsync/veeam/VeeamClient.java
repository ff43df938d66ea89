package dev.backupsync.veeam;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.api.v1alpha1.VeeamApiVersion;
import dev.backupsync.http.CallResult;
import dev.backupsync.http.GatewayLogin;
import dev.backupsync.http.JsonHttp;
import dev.backupsync.http.Redactor;
import dev.backupsync.http.Reply;
import dev.backupsync.http.TrafficListener;
import dev.backupsync.veeam.auth.NoAccess;
import dev.backupsync.veeam.auth.TokenEndpoint;
import dev.backupsync.veeam.auth.TokenResponses;
import dev.backupsync.veeam.auth.VeeamTokenCache;
import dev.backupsync.veeam.rest.VeeamSettings;
import dev.backupsync.vendor.Probe;
import dev.backupsync.vendor.SyncBackend;
import dev.backupsync.vendor.VendorClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** A client for one Veeam server with one account; only a probe shows whether it works. */
public final class VeeamClient implements VendorClient {
  /** The server expires tokens anyway, so closing waits only briefly for the log-out. */
  private static final Duration LOGOUT = Duration.ofSeconds(2);

  private final VeeamSettings settings;
  private final JsonHttp http;
  private final VeeamTokenCache tokens;
  private final VeeamApi api;
  private final RepositoryBackend backend;

  /**
   * @param http used by this connection only; closed with it
   * @param traffic notified of log-ins; {@code http} notifies it of exchanges
   * @param clock for waits only: a monotonic clock
   */
  public VeeamClient(
      VeeamSettings settings, JsonHttp http, TrafficListener traffic, InstantSource clock) {
    this.settings = settings;
    this.http = http;
    this.tokens = new VeeamTokenCache(new TokenEndpoint(settings, http), traffic, clock);
    this.api = new VeeamApi(settings, http, tokens);
    this.backend = new RepositoryBackend(api, clock);
  }

  @Override
  public SyncBackend backend() {
    return backend;
  }

  @Override
  public Probe probe() {
    tokens.forgetRefusal();
    return switch (api.discover()) {
      case Discovery.Failed(var why) -> notConnected(why);
      case Discovery.Supported(var version) -> probe(version);
    };
  }

  private Probe probe(VeeamApiVersion version) {
    return switch (api.get("version", "ServiceInstance")) {
      case CallResult.NotSent(var why) when why.reason() == ConnectionReason.UNSUPPORTED_VERSION ->
          notConnected(api.unsupported(version));
      case CallResult.NotSent(var why) -> notConnected(why);
      case CallResult.Unanswered(var silence) -> notConnected(TokenResponses.silent(silence));
      case CallResult.Replied(var reply) -> probe(version, reply);
    };
  }

  /** Some servers hide the product's version; that is no reason to fail. */
  private Probe probe(VeeamApiVersion version, Reply reply) {
    if (GatewayLogin.in(reply).isPresent()) {
      return notConnected(TokenResponses.unreachable(reply));
    }
    return switch (reply.status()) {
      case 403, 404, 405 -> new Probe.Connected(version.word(), Optional.empty(), Optional.empty());
      case 401 -> notConnected(TokenResponses.refused(settings, reply));
      default ->
          reply.success()
              ? connected(version, reply)
              : notConnected(TokenResponses.unreachable(reply));
    };
  }

  private static Probe connected(VeeamApiVersion version, Reply reply) {
    return reply.intact()
        ? new Probe.Connected(
            version.word(),
            text(reply.body().path("version")),
            text(reply.body().path("installationId")))
        : notConnected(TokenResponses.foreign(reply));
  }

  private static Probe notConnected(NoAccess noAccess) {
    return new Probe.NotConnected(noAccess.reason(), noAccess.error());
  }

  private static Optional<String> text(JsonNode node) {
    return Optional.of(node)
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText)
        .filter(text -> !text.isBlank() && text.length() <= 128)
        .map(Redactor::of);
  }

  @Override
  public void close() {
    http.drain(); // the answer to a start must not be lost
    try {
      Thread.ofVirtual().start(this::logOut).join(LOGOUT);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      http.close();
    }
  }

  private void logOut() {
    var token = tokens.surrender();
    var version = api.spoken().filter(spoken -> spoken != VeeamApiVersion.V6);
    if (token.isPresent() && version.isPresent()) {
      var request =
          HttpRequest.newBuilder(settings.at(version.get(), "token/logout"))
              .header("Authorization", "Bearer " + token.get().access())
              .POST(BodyPublishers.noBody());
      var _ = http.send("logout", request);
    }
  }
}
