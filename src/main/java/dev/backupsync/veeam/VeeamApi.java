package dev.backupsync.veeam;

import dev.backupsync.api.v1alpha1.VeeamApiVersion;
import dev.backupsync.http.CallResult;
import dev.backupsync.http.Exchange;
import dev.backupsync.http.ExpiringBody;
import dev.backupsync.http.GatewayLogin;
import dev.backupsync.http.JsonHttp;
import dev.backupsync.http.Reply;
import dev.backupsync.veeam.auth.NoAccess;
import dev.backupsync.veeam.auth.Token;
import dev.backupsync.veeam.auth.VeeamTokenCache;
import dev.backupsync.veeam.rest.VeeamSettings;
import dev.backupsync.vendor.StartPermit;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Sends requests with a token, in the version that the server supports. A refused token is replaced
 * once, also for a start: a refused request was not carried out.
 */
final class VeeamApi {
  private final VeeamSettings settings;
  private final JsonHttp http;
  private final VeeamTokenCache tokens;
  private final Versions versions;
  private final ReentrantLock discovering = new ReentrantLock();
  private volatile Optional<VeeamApiVersion> spoken = Optional.empty();

  VeeamApi(VeeamSettings settings, JsonHttp http, VeeamTokenCache tokens) {
    this.settings = settings;
    this.http = http;
    this.tokens = tokens;
    this.versions = new Versions(settings, http, tokens);
  }

  /** How a request is sent, once there is a token. */
  private interface Way {
    Exchange send(HttpRequest.Builder request);
  }

  /** Ids in {@code path} must be plain. */
  CallResult<NoAccess> get(String operation, String path) {
    return send(_ -> path, HttpRequest.Builder::GET, request -> http.send(operation, request));
  }

  /**
   * Reads a list of any length.
   *
   * @param path the path in each version
   * @param fields the only fields that are kept of its entries
   */
  CallResult<NoAccess> list(
      String operation, Function<VeeamApiVersion, String> path, Set<String> fields) {
    return send(path, HttpRequest.Builder::GET, request -> http.list(operation, request, fields));
  }

  /** Without a body, as Veeam wants it. */
  CallResult<NoAccess> post(String operation, String path) {
    return send(
        _ -> path,
        request -> request.POST(BodyPublishers.noBody()),
        request -> http.send(operation, request));
  }

  /** The same for a start, if the permit is still valid. */
  CallResult<NoAccess> start(String path, StartPermit permit) {
    var body = new ExpiringBody(BodyPublishers.noBody(), permit::isValid);
    return send(_ -> path, request -> request.POST(body), request -> http.send("start", request));
  }

  /** The version that the server was found to support. */
  Optional<VeeamApiVersion> spoken() {
    return spoken;
  }

  /** The error for a user who wants a version that the server does not have. */
  NoAccess unsupported(VeeamApiVersion wanted) {
    return versions.unsupported(wanted);
  }

  /** Finds out again what the server supports, which an upgrade changes. */
  Discovery discover() {
    discovering.lock();
    try {
      var found = versions.discover(spoken);
      if (found instanceof Discovery.Supported(var version)) {
        spoken = Optional.of(version);
      }
      return found;
    } finally {
      discovering.unlock();
    }
  }

  private Discovery known() {
    var known = spoken;
    if (known.isPresent()) {
      return new Discovery.Supported(known.get());
    }
    discovering.lock();
    try { // another thread may have found out meanwhile
      return spoken.<Discovery>map(Discovery.Supported::new).orElseGet(this::discover);
    } finally {
      discovering.unlock();
    }
  }

  private CallResult<NoAccess> send(
      Function<VeeamApiVersion, String> path, UnaryOperator<HttpRequest.Builder> method, Way way) {
    return switch (known()) {
      case Discovery.Failed(var why) -> new CallResult.NotSent<>(why);
      case Discovery.Supported(var version) ->
          authorized(
              method.apply(HttpRequest.newBuilder(settings.at(version, path.apply(version)))),
              version,
              way);
    };
  }

  private CallResult<NoAccess> authorized(
      HttpRequest.Builder request, VeeamApiVersion version, Way way) {
    return switch (tokens.current(version)) {
      case NoAccess noAccess -> new CallResult.NotSent<>(noAccess);
      case Token token -> {
        var first = way.send(as(token, request));
        if (!(first instanceof Reply reply)
            || reply.status() != 401
            || GatewayLogin.in(reply).isPresent()) { // a host that does not know our token
          yield CallResult.of(first);
        }
        yield switch (tokens.insteadOf(token, version)) {
          case NoAccess noAccess -> new CallResult.NotSent<>(noAccess);
          case Token other -> CallResult.of(way.send(as(other, request)));
        };
      }
    };
  }

  private static HttpRequest.Builder as(Token token, HttpRequest.Builder request) {
    return request.setHeader("Authorization", "Bearer " + token.access());
  }
}
