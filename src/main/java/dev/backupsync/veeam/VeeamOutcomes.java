package dev.backupsync.veeam;

import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.http.CallResult;
import dev.backupsync.http.NoReply;
import dev.backupsync.http.Reply;
import dev.backupsync.veeam.auth.NoAccess;
import dev.backupsync.veeam.rest.VeeamErrors;
import dev.backupsync.vendor.Outcome;
import java.time.Duration;
import java.util.Optional;

/**
 * Maps answers that say nothing about the request itself, such as 401, 429, 5xx or none, to an
 * {@link Outcome}. What an answer to a start means is decided by {@link VeeamStartOutcomes}. Pure.
 */
final class VeeamOutcomes {
  /** The wait after a missing role: a person has to assign it, which takes a while. */
  static final Duration DENIED = Duration.ofMinutes(5);

  private VeeamOutcomes() {}

  static Outcome of(CallResult<NoAccess> answer) {
    return switch (answer) {
      case CallResult.NotSent(var why) -> deferred(why);
      case CallResult.Unanswered(var silence) -> of(silence);
      case CallResult.Replied(var reply) -> of(reply);
    };
  }

  private static Outcome.Deferred deferred(NoAccess noAccess) {
    var reason =
        noAccess.reason() == ConnectionReason.UNREACHABLE
            ? noAccess.throttled() ? Reason.THROTTLED : Reason.PROGRESSING_WITH_RETRY
            : Reason.CONNECTION_NOT_READY;
    return new Outcome.Deferred(reason, noAccess.error(), noAccess.retryAfter());
  }

  private static Outcome of(NoReply silence) {
    var error = VeeamErrors.of(silence);
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
    var gateway = VeeamErrors.gateway(reply).filter(_ -> reply.status() == 401);
    if (gateway.isPresent()) { // so the request did not reach the server
      return new Outcome.Deferred(Reason.PROGRESSING_WITH_RETRY, gateway.get(), reply.retryAfter());
    }
    var error = VeeamErrors.of(reply);
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
        Reason.ACCESS_DENIED,
        VeeamErrors.of(reply),
        reply.retryAfter().or(() -> Optional.of(DENIED)));
  }

  /** A look's success with unexpected content. */
  static Outcome.Unknown unreadable(Reply reply) {
    return new Outcome.Unknown(
        Reason.PROGRESSING_WITH_RETRY, VeeamErrors.unreadable(reply), reply.retryAfter());
  }
}
