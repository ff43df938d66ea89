package dev.backupsync.veeam;

import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.http.CallResult;
import dev.backupsync.http.Redactor;
import dev.backupsync.http.Reply;
import dev.backupsync.veeam.auth.NoAccess;
import dev.backupsync.veeam.rest.VeeamErrors;
import dev.backupsync.vendor.Lookup;
import dev.backupsync.vendor.Outcome;
import dev.backupsync.vendor.Progress;
import dev.backupsync.vendor.StartPermit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Starts a synchronization, and finds out from the answer whether it runs, surely does not, or may.
 */
final class RunStarter {
  private static final Duration BUSY = Duration.ofMinutes(1);
  private static final Pattern MIGRATION =
      Pattern.compile("\\bmigrat(?:ion|ing|ed)\\b", Pattern.CASE_INSENSITIVE);

  private final VeeamApi api;
  private final SessionLookup sessions;

  RunStarter(VeeamApi api, SessionLookup sessions) {
    this.api = api;
    this.sessions = sessions;
  }

  /** The id must be plain. */
  Outcome start(Run run, Lookup<String> repositoryId, StartPermit permit) {
    return switch (repositoryId) {
      case Lookup.Found<String>(var id) ->
          switch (api.start("BackupRepositories/" + id + "/Sync", permit)) {
            case CallResult.Replied(var reply) -> started(run, id, reply);
            case CallResult<NoAccess> other -> VeeamOutcomes.of(other);
          };
      case Lookup.NotVisible<String>(var reason, var error) -> unnamed(reason, error);
      case Lookup.Failed<String>(Outcome.Unknown(var reason, var error, var retryAfter)) ->
          new Outcome.Deferred(reason, error, retryAfter); // the look-up failed before any start
      case Lookup.Failed<String>(var outcome) -> outcome;
    };
  }

  private Outcome started(Run run, String repositoryId, Reply reply) {
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
      case 401, 408 -> VeeamOutcomes.of(new CallResult.Replied<>(reply));
      case 500 ->
          unlessRunning(
              run, repositoryId, VeeamOutcomes.of(new CallResult.Replied<>(reply)), error);
      default ->
          reply.status() >= 400 && reply.status() < 500
              ? unlessRunning(
                  run, repositoryId, new Outcome.Rejected(Reason.SYNC_FAILED, error), error)
              : VeeamOutcomes.of(new CallResult.Replied<>(reply));
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

  /** Some servers refuse a start in these words if one is already running. */
  private Outcome unlessRunning(Run run, String repositoryId, Outcome otherwise, SyncError error) {
    return switch (sessions.all()) {
      case Lookup.Found<SessionList>(var all) ->
          running(run, all.ofRepository(repositoryId)).orElse(otherwise);
      case Lookup.NotVisible<SessionList> _ -> otherwise;
      case Lookup.Failed<SessionList> _ ->
          new Outcome.Unknown(Reason.PROGRESSING_WITH_RETRY, error, Optional.empty());
    };
  }

  private static Optional<Outcome> running(Run run, List<Session> ofRepository) {
    return ofRepository.stream()
        .filter(Session::working)
        .findFirst()
        .or(() -> Session.queued(run, ofRepository))
        .map(session -> new Outcome.Running(session.adopted()));
  }

  /** The target has only a name, and names cannot be looked up. */
  static Outcome unnamed(Reason reason, SyncError error) {
    return new Outcome.Rejected(
        reason,
        new SyncError(
            error.code(),
            Redactor.of(
                "The repositories cannot be listed to find one by name: " + error.message()),
            error.httpStatus(),
            null,
            List.of("Name the repository by spec.repository.id."),
            error.correlationId(),
            null));
  }
}
