package dev.backupsync.azure;

import dev.backupsync.azure.Tokens.Login;
import dev.backupsync.azure.Tokens.NoToken;
import dev.backupsync.azure.Tokens.Token;
import dev.backupsync.http.GatewayLogin;
import dev.backupsync.http.JsonHttp;
import dev.backupsync.http.NoReply;
import dev.backupsync.http.Reply;
import dev.backupsync.http.Timely;
import dev.backupsync.operation.Licence;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;

/**
 * Sends requests with the connection's token, and once more with another one where the first was
 * refused: a 401 is no answer to the request itself.
 */
final class ArmClient {
  /** What came of asking. */
  sealed interface Answer {}

  record Heard(Reply reply) implements Answer {}

  record NotHeard(NoReply noReply) implements Answer {}

  /** We could not even log in. */
  record NotSent(NoToken why) implements Answer {}

  private final JsonHttp http;
  private final Tokens tokens;

  ArmClient(JsonHttp http, Tokens tokens) {
    this.http = http;
    this.tokens = tokens;
  }

  /** Only to a trusted host: the token goes with it. */
  Answer get(String operation, URI uri) {
    return send(operation, HttpRequest.newBuilder(uri).GET());
  }

  /** While the licence stands. */
  Answer start(URI uri, String json, Licence licence) {
    return send(
        "start",
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .POST(new Timely(BodyPublishers.ofString(json), licence::stands)));
  }

  private Answer send(String operation, HttpRequest.Builder request) {
    return switch (tokens.current()) {
      case NoToken noToken -> new NotSent(noToken);
      case Token token -> {
        var answer = send(operation, request, token);
        yield refused(answer) ? again(operation, request, token, answer) : answer;
      }
    };
  }

  private Answer again(
      String operation, HttpRequest.Builder request, Token refused, Answer refusal) {
    Login other = tokens.insteadOf(refused);
    return switch (other) {
      case NoToken noToken -> new NotSent(noToken);
      case Token token -> token.equals(refused) ? refusal : send(operation, request, token);
    };
  }

  private Answer send(String operation, HttpRequest.Builder request, Token token) {
    var exchange =
        http.send(
            operation,
            request
                .setHeader("Authorization", "Bearer " + token.value())
                .setHeader("x-ms-client-request-id", UUID.randomUUID().toString()));
    return switch (exchange) {
      case Reply reply -> new Heard(reply);
      case NoReply noReply -> new NotHeard(noReply);
    };
  }

  private static boolean refused(Answer answer) {
    return answer instanceof Heard(var reply)
        && reply.status() == 401
        && GatewayLogin.in(reply).isEmpty(); // which knows nothing of our token
  }
}
