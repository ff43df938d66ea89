package dev.backupsync.veeam.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.http.GatewayLogin;
import dev.backupsync.http.NoReply;
import dev.backupsync.http.Redactor;
import dev.backupsync.http.Reply;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the server's errors, whose form changed with every version, and says what to do about them.
 * The stack trace of v8 is never read.
 */
public final class VeeamErrors {
  private static final Predicate<String> CODE =
      Pattern.compile("[A-Za-z0-9_.-]{1,64}").asMatchPredicate();
  private static final List<String> CORRELATION =
      List.of("X-Correlation-Id", "X-Request-Id", "Request-Id");

  private VeeamErrors() {}

  /** What to do if the server does not serve the version that is asked for. */
  public static String[] unsupportedVersionAdvice() {
    return new String[] {
      "Set apiVersion to a version that the server serves, or leave it out.",
      "Check that the url is that of Veeam's REST API; its port is 4443 unless changed."
    };
  }

  /** With advice that depends on the answer's status. */
  public static SyncError of(Reply reply) {
    return of(reply, advice(reply.status()));
  }

  /** The error if a gateway on the way refused us, and not the server. */
  public static Optional<SyncError> gateway(Reply reply) {
    return GatewayLogin.in(reply)
        .map(
            message ->
                new SyncError(
                    "GatewayLogin",
                    message,
                    reply.status(),
                    null,
                    List.of(
                        "Let the operator through the gateway, or name a url that does not lead"
                            + " through it. The Secret reached nobody who could judge it."),
                    null,
                    null));
  }

  public static SyncError of(Reply reply, String... advice) {
    var body = reply.body();
    return new SyncError(
        code(reply),
        message(body).map(Redactor::of).orElseGet(() -> nothingSaid(reply)),
        reply.status(),
        null,
        List.of(advice),
        CORRELATION.stream()
            .flatMap(name -> reply.header(name).stream())
            .findFirst()
            .map(Redactor::of)
            .orElse(null),
        null);
  }

  public static SyncError of(NoReply silence) {
    return SyncError.of(silence.cause().word(), Redactor.of(silence.message()), advice(silence));
  }

  /** A success with other content than requested, or with more than can be read. */
  public static SyncError unreadable(Reply reply) {
    return reply.form().tooLong()
        ? success(
            reply,
            "AnswerTooLong",
            reply.form().words() + ", which is more than the operator reads",
            "Remove repositories and sessions that are no longer needed, and tell us how many there"
                + " are.")
        : success(
            reply,
            "UnreadableAnswer",
            "something that is not the JSON expected",
            "Check that the connection's url leads to Veeam's REST API and not to a proxy.");
  }

  private static SyncError success(Reply reply, String code, String what, String advice) {
    var message = "The server answered " + reply.status() + " with " + what;
    return new SyncError(code, message, reply.status(), null, List.of(advice), null, null);
  }

  private static String code(Reply reply) {
    return Stream.of("errorCode", "error")
        .flatMap(field -> text(reply.body().path(field)))
        .filter(CODE)
        .findFirst()
        .orElse("Http" + reply.status());
  }

  private static Optional<String> message(JsonNode body) {
    return Stream.of(
            body.path("message"),
            body.path("error_description"),
            body.path("error").path("message"),
            body.path("error"),
            body.path("title"))
        .flatMap(VeeamErrors::text)
        .findFirst();
  }

  private static Stream<String> text(JsonNode node) {
    return Stream.of(node)
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText)
        .filter(text -> !text.isBlank());
  }

  private static String nothingSaid(Reply reply) {
    return "The server answered "
        + reply.status()
        + (reply.intact() ? " and said no more" : " with " + reply.form().words());
  }

  private static String advice(NoReply silence) {
    return switch (silence.cause()) {
      case UNREACHABLE ->
          "Check the connection's url, the proxy if there is one, and that the server runs and is"
              + " reachable.";
      case TIMEOUT -> "Check the network to the server and its load, or raise requestTimeout.";
      case CLIENT_CERTIFICATE ->
          "Name a url where none is asked for: the operator logs in by user and password alone.";
      case TLS -> "Name the CA in tls.caBundleRef, or the certificate's name in tls.serverName.";
      case FORBIDDEN -> "Name the server by the address that it really has.";
      case QUEUED ->
          "Nothing: it is asked again. If this lasts, the server is slow: lower"
              + " maxConcurrentSyncs, or raise requestTimeout.";
      case WITHHELD -> "Nothing: the operator looks again before it starts.";
      case INTERRUPTED -> "Nothing: the operator was told to stop, and asks again.";
    };
  }

  private static String advice(int status) {
    return switch (status) {
      case 401 -> "Check the Secret's keys username and password.";
      case 403 -> "Give the account the role Veeam Backup Administrator.";
      case 404 -> "Check that the repository exists on this server: id, name and connection.";
      case 429, 503 -> "Nothing: the server is busy, and is asked again.";
      default -> "See the server's own log if this lasts.";
    };
  }
}
