package dev.backupsync.azure;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.azure.auth.AzureTokenCache.NoToken;
import dev.backupsync.http.NoReply;
import dev.backupsync.http.Redactor;
import dev.backupsync.http.Reply;
import dev.backupsync.vendor.Outcome;
import dev.backupsync.vendor.Outcome.Deferred;
import dev.backupsync.vendor.Outcome.Rejected;
import dev.backupsync.vendor.Outcome.Unknown;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Turns an answer that is not a success into an outcome. Pure: the vendor's table in code. */
final class AzureOutcomes {
  static final String ACTION = "Microsoft.DataProtection/backupVaults/backupInstances/sync/action";

  private static final Duration BUSY = Duration.ofMinutes(1);
  private static final Duration THROTTLED = Duration.ofMinutes(1);
  private static final List<String> BUSY_CODES =
      List.of("objectlocked", "conflictingprotectionoperation");

  private AzureOutcomes() {}

  /** The outcome if the answer is about the connection and not about the request; else empty. */
  static Optional<Outcome> trouble(Reply reply) {
    if (reply.throttled()) {
      var wait = reply.retryAfter().orElse(THROTTLED);
      return Optional.of(
          new Deferred(Reason.THROTTLED, AzureErrors.refusal(reply), Optional.of(wait)));
    }
    var gateway = AzureErrors.gateway(reply).filter(_ -> reply.status() == 401);
    if (gateway.isPresent()) { // so the request did not reach Azure
      return Optional.of(
          new Deferred(Reason.PROGRESSING_WITH_RETRY, gateway.get(), reply.retryAfter()));
    }
    return switch (reply.status()) {
      case 401 ->
          Optional.of(
              new Deferred(
                  Reason.CONNECTION_NOT_READY, AzureErrors.refusal(reply), Optional.empty()));
      case 408 -> Optional.of(unknown(reply));
      default ->
          reply.success() || reply.status() / 100 == 4
              ? Optional.empty()
              : Optional.of(unknown(reply));
    };
  }

  /** A start that was not accepted. */
  static Outcome ofStart(Reply reply) {
    var error = AzureErrors.refusal(reply);
    return reply.throttled()
        ? refused(error, reply.retryAfter().filter(Duration::isPositive).orElse(THROTTLED))
        : trouble(reply).orElseGet(() -> refused(reply, error));
  }

  private static Outcome refused(Reply reply, SyncError error) {
    var barrier = AzureStartObstacle.of(reply);
    if (barrier.isPresent()) {
      return new Deferred(Reason.START_REFUSED, barrier.get().explain(error), Optional.empty());
    }
    if (busy(reply, error)) {
      return refused(error, reply.retryAfter().filter(Duration::isPositive).orElse(BUSY));
    }
    return switch (reply.status()) {
      case 403 -> new Deferred(Reason.START_REFUSED, denied(error), Optional.empty());
      case 404 -> new Rejected(Reason.TARGET_NOT_FOUND, error);
      default -> new Rejected(Reason.SYNC_FAILED, error);
    };
  }

  private static Outcome refused(SyncError error, Duration wait) {
    return new Deferred(Reason.START_REFUSED, error, Optional.of(wait));
  }

  /** A start without an answer. */
  static Outcome ofStart(NoReply noReply) {
    var error = AzureErrors.noReply(noReply);
    return noReply.sent()
        ? new Unknown(Reason.PROGRESSING_WITH_RETRY, error, Optional.empty())
        : new Deferred(Reason.PROGRESSING_WITH_RETRY, error, Optional.empty());
  }

  /** A look without an answer. */
  static Outcome ofLook(NoReply noReply) {
    return new Unknown(
        Reason.PROGRESSING_WITH_RETRY, AzureErrors.noReply(noReply), Optional.empty());
  }

  static Outcome notSent(NoToken why) {
    return new Deferred(Reason.CONNECTION_NOT_READY, why.error(), why.retryAfter());
  }

  /** A look that found another operation at work. */
  static Outcome busy(SyncError error) {
    return new Deferred(Reason.TARGET_BUSY, error, Optional.of(BUSY));
  }

  static Unknown unknown(Reply reply) {
    return new Unknown(
        Reason.PROGRESSING_WITH_RETRY, AzureErrors.refusal(reply), reply.retryAfter());
  }

  /** Why we cannot see an instance. */
  static Reason notVisible(Reply reply) {
    return switch (reply.status()) {
      case 403 -> Reason.ACCESS_DENIED;
      case 404 -> Reason.TARGET_NOT_FOUND;
      default -> Reason.SYNC_FAILED;
    };
  }

  private static boolean busy(Reply reply, SyncError error) {
    return reply.status() == 409
        || AzureErrors.mentions(reply, BUSY_CODES)
        || (reply.status() == 400
            && error.message().toLowerCase(Locale.ROOT).contains("in progress"));
  }

  private static SyncError denied(SyncError error) {
    var message =
        "The identity needs the action "
            + ACTION
            + " on the vault; a new role assignment takes up to 30 minutes to spread. Azure says: ";
    return new SyncError(
        error.code(),
        Redactor.of(message + error.message()),
        error.httpStatus(),
        error.retryable(),
        error.recommendedActions(),
        error.correlationId(),
        null);
  }
}
