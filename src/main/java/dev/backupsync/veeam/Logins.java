package dev.backupsync.veeam;

import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.api.v1alpha1.VeeamApiVersion;
import dev.backupsync.http.NoReply;
import dev.backupsync.http.Reply;
import java.time.Instant;
import java.util.Optional;

/** Reads what the token endpoint, or any way to the server, says about the connection. Pure. */
final class Logins {
  private static final String[] CREDENTIALS = {
    "Check the Secret's keys username and password.",
    "The account needs the role Veeam Backup Administrator and must not use MFA."
  };

  private Logins() {}

  static Login read(VeeamApiVersion version, Reply reply, Instant now) {
    if (reply.success()) {
      return Token.read(version, reply.body(), now)
          .<Login>map(token -> token)
          .orElseGet(() -> foreign(reply));
    }
    return switch (reply.status()) {
      case 400, 401 -> refused(reply);
      case 403 -> barred(ConnectionReason.ACCESS_DENIED, reply, CREDENTIALS);
      case 404, 405 -> barred(ConnectionReason.UNSUPPORTED_VERSION, reply, Versions.ADVICE);
      default -> unreachable(reply);
    };
  }

  static Barred silent(NoReply silence) {
    var reason =
        switch (silence.cause()) {
          case TLS -> ConnectionReason.TLS_UNTRUSTED;
          case FORBIDDEN -> ConnectionReason.ACCESS_DENIED;
          case UNREACHABLE, TIMEOUT, QUEUED, WITHHELD, INTERRUPTED -> ConnectionReason.UNREACHABLE;
        };
    return new Barred(reason, Errors.of(silence));
  }

  /** The server, or something before it, is not able to answer now. */
  static Barred unreachable(Reply reply) {
    return new Barred(
        ConnectionReason.UNREACHABLE,
        Errors.of(reply, "Check that Veeam's REST API runs at this url, and any proxy before it."),
        reply.retryAfter(),
        reply.throttled());
  }

  /** A success that Veeam would not give. */
  static Barred foreign(Reply reply) {
    return new Barred(ConnectionReason.UNREACHABLE, Errors.unreadable(reply));
  }

  static Barred refused(Reply reply) {
    return barred(ConnectionReason.CREDENTIALS_INVALID, reply, CREDENTIALS);
  }

  private static Barred barred(ConnectionReason reason, Reply reply, String... advice) {
    return new Barred(reason, Errors.of(reply, advice), Optional.empty(), false);
  }
}
