package dev.backupsync.veeam;

import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.http.NoReply;
import dev.backupsync.http.Reply;
import dev.backupsync.operation.Outcome;
import java.time.Duration;
import java.util.Optional;

/** What follows from an answer that is none to what was asked. Pure. */
final class Consequences {
  /** Somebody must give a role, and that takes a while. */
  static final Duration DENIED = Duration.ofMinutes(5);

  private Consequences() {}

  static Outcome of(Answer answer) {
    return switch (answer) {
      case Barred barred -> deferred(barred);
      case Answer.Silent(var silence) -> of(silence);
      case Answer.Replied(var reply) -> of(reply);
    };
  }

  private static Outcome.Deferred deferred(Barred barred) {
    var reason =
        barred.reason() == ConnectionReason.UNREACHABLE
            ? barred.throttled() ? Reason.THROTTLED : Reason.PROGRESSING_WITH_RETRY
            : Reason.CONNECTION_NOT_READY;
    return new Outcome.Deferred(reason, barred.error(), barred.retryAfter());
  }

  private static Outcome of(NoReply silence) {
    var error = Errors.of(silence);
    if (silence.sent()) {
      return new Outcome.Unknown(Reason.PROGRESSING_WITH_RETRY, error, Optional.empty());
    }
    var reason =
        silence.cause() == NoReply.Cause.TLS
            ? Reason.CONNECTION_NOT_READY
            : Reason.PROGRESSING_WITH_RETRY;
    return new Outcome.Deferred(reason, error, Optional.empty());
  }

  private static Outcome of(Reply reply) {
    var gateway = Errors.gateway(reply).filter(_ -> reply.status() == 401);
    if (gateway.isPresent()) { // so it came to nobody who could have acted on it
      return new Outcome.Deferred(Reason.PROGRESSING_WITH_RETRY, gateway.get(), reply.retryAfter());
    }
    var error = Errors.of(reply);
    if (reply.throttled()) {
      return new Outcome.Deferred(Reason.THROTTLED, error, reply.retryAfter());
    }
    return switch (reply.status()) {
      case 401 -> new Outcome.Deferred(Reason.CONNECTION_NOT_READY, error, Optional.empty());
      case 403 -> denied(reply);
      default -> new Outcome.Unknown(Reason.PROGRESSING_WITH_RETRY, error, reply.retryAfter());
    };
  }

  static Outcome.Deferred denied(Reply reply) {
    return new Outcome.Deferred(
        Reason.ACCESS_DENIED, Errors.of(reply), reply.retryAfter().or(() -> Optional.of(DENIED)));
  }

  /** A success of a look that shows something else. */
  static Outcome.Unknown unreadable(Reply reply) {
    return new Outcome.Unknown(
        Reason.PROGRESSING_WITH_RETRY, Errors.unreadable(reply), reply.retryAfter());
  }
}
