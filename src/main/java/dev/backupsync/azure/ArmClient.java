package dev.backupsync.azure;

import dev.backupsync.azure.auth.AzureTokenCache;
import dev.backupsync.azure.auth.AzureTokenCache.LoginResult;
import dev.backupsync.azure.auth.AzureTokenCache.NoToken;
import dev.backupsync.azure.auth.AzureTokenCache.Token;
import dev.backupsync.http.CallResult;
import dev.backupsync.http.CallResult.NotSent;
import dev.backupsync.http.CallResult.Replied;
import dev.backupsync.http.Exchange;
import dev.backupsync.http.ExpiringBody;
import dev.backupsync.http.GatewayLogin;
import dev.backupsync.http.JsonHttp;
import dev.backupsync.vendor.StartPermit;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Set;
import java.util.UUID;

/**
 * Sends requests with the connection's token; after a 401, sends once more with a new token. A 401
 * is not an answer to the request itself, so a start can be repeated as well.
 */
final class ArmClient {
  /** How an authorized request is sent. */
  private interface Way {
    Exchange send(HttpRequest.Builder request);
  }

  private final JsonHttp http;
  private final AzureTokenCache tokens;

  ArmClient(JsonHttp http, AzureTokenCache tokens) {
    this.http = http;
    this.tokens = tokens;
  }

  /** Sends to a trusted host only, because the token is sent along. */
  CallResult<NoToken> get(String operation, URI uri) {
    return send(HttpRequest.newBuilder(uri).GET(), request -> http.send(operation, request));
  }

  /**
   * Reads a list of any length.
   *
   * @param fields the only fields that are kept of it
   */
  CallResult<NoToken> list(String operation, URI uri, Set<String> fields) {
    return send(
        HttpRequest.newBuilder(uri).GET(), request -> http.list(operation, request, fields));
  }

  /** Sends a start, if the permit is still valid. */
  CallResult<NoToken> start(URI uri, String json, StartPermit permit) {
    return send(
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .POST(new ExpiringBody(BodyPublishers.ofString(json), permit::isValid)),
        request -> http.send("start", request));
  }

  private CallResult<NoToken> send(HttpRequest.Builder request, Way way) {
    return switch (tokens.current()) {
      case NoToken noToken -> new NotSent<>(noToken);
      case Token token -> {
        var answer = send(request, way, token);
        yield refused(answer) ? again(request, way, token, answer) : answer;
      }
    };
  }

  private CallResult<NoToken> again(
      HttpRequest.Builder request, Way way, Token refused, CallResult<NoToken> refusal) {
    LoginResult other = tokens.insteadOf(refused);
    return switch (other) {
      case NoToken noToken -> new NotSent<>(noToken);
      case Token token -> token.equals(refused) ? refusal : send(request, way, token);
    };
  }

  private static CallResult<NoToken> send(HttpRequest.Builder request, Way way, Token token) {
    var exchange =
        way.send(
            request
                .setHeader("Authorization", "Bearer " + token.value())
                .setHeader("x-ms-client-request-id", UUID.randomUUID().toString()));
    return CallResult.of(exchange);
  }

  private static boolean refused(CallResult<NoToken> answer) {
    return answer instanceof Replied(var reply)
        && reply.status() == 401
        && GatewayLogin.in(reply).isEmpty(); // a host that does not know our token
  }
}
