package dev.backupsync.veeam;

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
import dev.backupsync.vendor.StartPermit;
import java.util.List;
import java.util.Optional;

/**
 * Starts a synchronization; if the answer may mean that one is already running, looks for that one.
 */
final class RunStarter {
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
    var outcome = VeeamStartOutcomes.of(reply);
    return VeeamStartOutcomes.mayMeanRunning(reply)
        ? unlessRunning(run, repositoryId, outcome, VeeamErrors.of(reply))
        : outcome;
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
