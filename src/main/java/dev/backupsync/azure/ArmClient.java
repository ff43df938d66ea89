package dev.backupsync.azure;

import dev.backupsync.azure.Tokens.LoginResult;
import dev.backupsync.azure.Tokens.NoToken;
import dev.backupsync.azure.Tokens.Token;
import dev.backupsync.http.Exchange;
import dev.backupsync.http.ExpiringBody;
import dev.backupsync.http.GatewayLogin;
import dev.backupsync.http.JsonHttp;
import dev.backupsync.http.NoReply;
import dev.backupsync.http.Reply;
import dev.backupsync.vendor.StartPermit;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Set;
import java.util.UUID;

/**
 * Sends requests with the connection's token, and once more with a new token if the first was
 * refused: a 401 is not an answer to the request itself.
 */
final class ArmClient {
  /** The result of a request. */
  sealed interface ArmAnswer {}

  record Replied(Reply reply) implements ArmAnswer {}

  record Silent(NoReply noReply) implements ArmAnswer {}

  /** There is no token, so the request was not sent. */
  record NotSent(NoToken why) implements ArmAnswer {}

  /** How an authorized request is sent. */
  private interface Way {
    Exchange send(HttpRequest.Builder request);
  }

  private final JsonHttp http;
  private final Tokens tokens;

  ArmClient(JsonHttp http, Tokens tokens) {
    this.http = http;
    this.tokens = tokens;
  }

  /** Sends to a trusted host only, because the token is sent along. */
  ArmAnswer get(String operation, URI uri) {
    return send(HttpRequest.newBuilder(uri).GET(), request -> http.send(operation, request));
  }

  /**
   * Reads a list of any length.
   *
   * @param fields the only fields that are kept of it
   */
  ArmAnswer list(String operation, URI uri, Set<String> fields) {
    return send(
        HttpRequest.newBuilder(uri).GET(), request -> http.list(operation, request, fields));
  }

  /** Sends a start, if the permit is still valid. */
  ArmAnswer start(URI uri, String json, StartPermit permit) {
    return send(
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .POST(new ExpiringBody(BodyPublishers.ofString(json), permit::isValid)),
        request -> http.send("start", request));
  }

  private ArmAnswer send(HttpRequest.Builder request, Way way) {
    return switch (tokens.current()) {
      case NoToken noToken -> new NotSent(noToken);
      case Token token -> {
        var answer = send(request, way, token);
        yield refused(answer) ? again(request, way, token, answer) : answer;
      }
    };
  }

  private ArmAnswer again(HttpRequest.Builder request, Way way, Token refused, ArmAnswer refusal) {
    LoginResult other = tokens.insteadOf(refused);
    return switch (other) {
      case NoToken noToken -> new NotSent(noToken);
      case Token token -> token.equals(refused) ? refusal : send(request, way, token);
    };
  }

  private static ArmAnswer send(HttpRequest.Builder request, Way way, Token token) {
    var exchange =
        way.send(
            request
                .setHeader("Authorization", "Bearer " + token.value())
                .setHeader("x-ms-client-request-id", UUID.randomUUID().toString()));
    return switch (exchange) {
      case Reply reply -> new Replied(reply);
      case NoReply noReply -> new Silent(noReply);
    };
  }

  private static boolean refused(ArmAnswer answer) {
    return answer instanceof Replied(var reply)
        && reply.status() == 401
        && GatewayLogin.in(reply).isEmpty(); // a host that does not know our token
  }
}
