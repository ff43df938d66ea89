package dev.backupsync.veeam.auth;

import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.api.v1alpha1.VeeamApiVersion;
import dev.backupsync.http.GatewayLogin;
import dev.backupsync.http.NoReply;
import dev.backupsync.http.Reply;
import dev.backupsync.veeam.rest.VeeamErrors;
import dev.backupsync.veeam.rest.VeeamSettings;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads what an answer from the token endpoint, or a failed request, says about the connection.
 * Pure.
 */
public final class TokenResponses {
  private static final String[] CREDENTIALS = {
    "Check the Secret's keys username and password.",
    "The account needs the role Veeam Backup Administrator and must not use MFA."
  };

  private TokenResponses() {}

  /**
   * What an answer of the token endpoint means.
   *
   * @param settings with the credentials that were sent
   */
  public static LoginResult read(
      VeeamSettings settings, VeeamApiVersion version, Reply reply, Instant now) {
    if (reply.success()) {
      return Token.read(version, reply.body(), now)
          .<LoginResult>map(token -> token)
          .orElseGet(() -> foreign(reply));
    }
    if (GatewayLogin.in(reply).isPresent()) {
      return unreachable(reply);
    }
    return switch (reply.status()) {
      case 400, 401 -> refused(settings, reply);
      case 403 -> noAccess(ConnectionReason.ACCESS_DENIED, reply, CREDENTIALS);
      case 404, 405 ->
          noAccess(
              ConnectionReason.UNSUPPORTED_VERSION, reply, VeeamErrors.unsupportedVersionAdvice());
      default -> unreachable(reply);
    };
  }

  public static NoAccess silent(NoReply silence) {
    var reason =
        switch (silence.cause()) {
          case TLS -> ConnectionReason.TLS_UNTRUSTED;
          case FORBIDDEN -> ConnectionReason.ACCESS_DENIED;
          case UNREACHABLE, CLIENT_CERTIFICATE, TIMEOUT, QUEUED, WITHHELD, INTERRUPTED ->
              ConnectionReason.UNREACHABLE;
        };
    return new NoAccess(reason, VeeamErrors.of(silence));
  }

  /** The server, or a gateway before it, cannot answer now. */
  public static NoAccess unreachable(Reply reply) {
    return new NoAccess(
        ConnectionReason.UNREACHABLE,
        VeeamErrors.gateway(reply)
            .orElseGet(
                () ->
                    VeeamErrors.of(
                        reply,
                        "Check that Veeam's REST API runs at this url, and any proxy before it.")),
        reply.retryAfter(),
        reply.throttled());
  }

  /** A success that does not come from Veeam. */
  public static NoAccess foreign(Reply reply) {
    return new NoAccess(ConnectionReason.UNREACHABLE, VeeamErrors.unreadable(reply));
  }

  public static NoAccess refused(VeeamSettings settings, Reply reply) {
    var advice = Stream.concat(settings.oddity().stream(), Stream.of(CREDENTIALS));
    return noAccess(ConnectionReason.CREDENTIALS_INVALID, reply, advice.toArray(String[]::new));
  }

  private static NoAccess noAccess(ConnectionReason reason, Reply reply, String... advice) {
    return new NoAccess(reason, VeeamErrors.of(reply, advice), Optional.empty(), false);
  }
}
