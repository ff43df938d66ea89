package dev.backupsync.veeam;

import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.http.CallResult;
import dev.backupsync.http.Redactor;
import dev.backupsync.http.Reply;
import dev.backupsync.veeam.rest.VeeamErrors;
import dev.backupsync.vendor.Outcome;
import dev.backupsync.vendor.Progress;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Turns the server's answer to a start into an outcome: whether a run is in flight, surely is not,
 * or may be. Pure.
 */
final class VeeamStartOutcomes {
  private static final Duration BUSY = Duration.ofMinutes(1);
  private static final Pattern MIGRATION =
      Pattern.compile("\\bmigrat(?:ion|ing|ed)\\b", Pattern.CASE_INSENSITIVE);

  private VeeamStartOutcomes() {}

  static Outcome of(Reply reply) {
    if (reply.success()) {
      return accepted(reply);
    }
    var error = VeeamErrors.of(reply);
    if (reply.throttled()) {
      return refused(reply, error);
    }
    if (isMigrating(reply, error)) {
      return new Outcome.Deferred(Reason.START_REFUSED, migrating(reply, error), Optional.empty());
    }
    return switch (reply.status()) {
      case 404, 410 -> new Outcome.Rejected(Reason.TARGET_NOT_FOUND, error);
      case 403 -> new Outcome.Deferred(Reason.START_REFUSED, error, Optional.empty());
      case 409 -> refused(reply, error);
      default ->
          isOtherRefusal(reply)
              ? new Outcome.Rejected(Reason.SYNC_FAILED, error)
              : VeeamOutcomes.of(new CallResult.Replied<>(reply));
    };
  }

  /** Whether a server may have refused the start only because a run is already in flight. */
  static boolean mayMeanRunning(Reply reply) {
    return (reply.status() == 500 || isOtherRefusal(reply))
        && !reply.throttled()
        && !isMigrating(reply, VeeamErrors.of(reply));
  }

  /** A refusal by a status that has no meaning of its own here. */
  private static boolean isOtherRefusal(Reply reply) {
    return switch (reply.status()) {
      case 401, 403, 404, 408, 409, 410 -> false;
      default -> reply.status() >= 400 && reply.status() < 500;
    };
  }

  private static Outcome refused(Reply reply, SyncError error) {
    var wait = reply.retryAfter().filter(Duration::isPositive).orElse(BUSY);
    return new Outcome.Deferred(Reason.START_REFUSED, error, Optional.of(wait));
  }

  /** The server has no code of its own for this, only a text. */
  private static boolean isMigrating(Reply reply, SyncError error) {
    var refused = reply.status() / 100 == 4 || reply.status() == 500;
    return refused && MIGRATION.matcher(error.message()).find();
  }

  private static SyncError migrating(Reply reply, SyncError error) {
    var advice = "Finish or cancel the migration of this repository in the Veeam console.";
    var advised = VeeamErrors.of(reply, advice);
    return new SyncError(
        advised.code(),
        Redactor.of(
            "The server refuses every start until somebody acts, and waiting does not mend it. "
                + advice
                + " The server says: "
                + error.message()),
        advised.httpStatus(),
        null,
        advised.recommendedActions(),
        advised.correlationId(),
        null);
  }

  /**
   * No body, or JSON. Anything else is not the server's answer, and the start may have arrived or
   * not.
   */
  private static Outcome accepted(Reply reply) {
    if (!reply.intact()) {
      return VeeamOutcomes.unreadable(reply);
    }
    var session = Sessions.one(reply.body());
    if (session.filter(one -> one.phase() == Session.Phase.FAILED).isPresent()) {
      return new Outcome.Failed(Reason.SYNC_FAILED, session.get().failure());
    }
    return new Outcome.Running(
        session.map(Session::adopted).orElseGet(() -> Progress.of(Operation.UNNAMED)));
  }
}
