package dev.backupsync.veeam;

import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.vendor.Lookup;
import dev.backupsync.vendor.Outcome;
import dev.backupsync.vendor.Progress;
import java.util.List;
import java.util.Optional;

/**
 * Polls a run to its end. No session reports success: when the session is over, or gone, the state
 * of the repository decides.
 */
final class RunPoller {
  private final SessionLookup sessions;
  private final RepositoryLookup repositories;

  RunPoller(SessionLookup sessions, RepositoryLookup repositories) {
    this.sessions = sessions;
    this.repositories = repositories;
  }

  Outcome poll(Run run) {
    var id = id(run);
    if (id.isEmpty()) {
      return byList(run, Optional.empty(), false);
    }
    return switch (sessions.session(run.target(), id.get())) {
      case Lookup.Found<Session>(var session) -> judge(run, session, session.followed());
      case Lookup.NotVisible<Session>(var reason, _) ->
          byList(run, id, reason == Reason.ACCESS_DENIED);
      case Lookup.Failed<Session>(var outcome) -> outcome;
    };
  }

  private Outcome byList(Run run, Optional<String> id, boolean denied) {
    return switch (sessions.all()) {
      case Lookup.Found<SessionList>(var all) ->
          id.flatMap(all::withId)
              .map(session -> judge(run, session, session.followed()))
              .orElseGet(() -> byRepository(run, id, all));
      case Lookup.NotVisible<SessionList>(var reason, var error) ->
          denied || reason == Reason.ACCESS_DENIED ? denied(error) : gone(run);
      case Lookup.Failed<SessionList>(var outcome) -> outcome;
    };
  }

  /** A role that was removed says nothing about the run. */
  private static Outcome denied(SyncError error) {
    return new Outcome.Deferred(Reason.ACCESS_DENIED, error, Optional.of(VeeamOutcomes.DENIED));
  }

  private Outcome byRepository(Run run, Optional<String> id, SessionList all) {
    return switch (repositories.id(run.target())) {
      case Lookup.Found<String>(var repositoryId) ->
          all.ofRepository(repositoryId).stream()
              // once the run has an id, an ended session with another id is not its own
              .filter(session -> session.working() || (id.isEmpty() && !session.bystanderOf(run)))
              .min(Session.WORKING_FIRST)
              .map(session -> judge(run, session, session.adopted()))
              .orElseGet(() -> gone(run));
      case Lookup.NotVisible<String> _ -> gone(run);
      case Lookup.Failed<String>(Outcome.Rejected _) -> gone(run);
      case Lookup.Failed<String>(var outcome) -> outcome;
    };
  }

  private Outcome judge(Run run, Session session, Progress progress) {
    return switch (session.phase()) {
      case WORKING -> new Outcome.Running(progress);
      case FAILED -> new Outcome.Failed(Reason.SYNC_FAILED, session.failure());
      case COMPLETE -> ended(run, session);
      case IDLE -> run.seenActive() ? ended(run, session) : idle(run, session, progress);
    };
  }

  /**
   * Never seen at work: queued, unless the repository is in sync meanwhile. If neither the session
   * nor the repository shows anything, it counts as over in the end.
   */
  private Outcome idle(Run run, Session session, Progress progress) {
    if (!run.beganInNeed() && session.percent().isPresent()) {
      return new Outcome.Running(progress);
    }
    return switch (repositories.outOfSync(run.target())) {
      case Lookup.Found<Boolean>(var outOfSync) when !outOfSync && run.beganInNeed() ->
          new Outcome.Succeeded(session.state());
      case Lookup.NotVisible<Boolean> _
          when session.percent().isEmpty() && run.timesIdle() >= Progress.IDLE_POLLS ->
          new Outcome.Succeeded(session.state());
      case Lookup.Found<Boolean> _, Lookup.NotVisible<Boolean> _, Lookup.Failed<Boolean> _ ->
          new Outcome.Running(progress);
    };
  }

  private Outcome ended(Run run, Session session) {
    return switch (repositories.outOfSync(run.target())) {
      case Lookup.Found<Boolean>(var outOfSync) when outOfSync ->
          new Outcome.Unconfirmed(Reason.STILL_OUT_OF_SYNC, stillOutOfSync(session));
      case Lookup.Found<Boolean> _ -> new Outcome.Succeeded(session.state());
      case Lookup.NotVisible<Boolean> _ -> new Outcome.Succeeded(session.state());
      case Lookup.Failed<Boolean>(var outcome) -> outcome;
    };
  }

  private Outcome gone(Run run) {
    return switch (repositories.outOfSync(run.target())) {
      case Lookup.Found<Boolean>(var outOfSync) when !outOfSync ->
          new Outcome.Succeeded(Optional.empty());
      case Lookup.Found<Boolean> _ -> lost("and the repository is still out of sync");
      case Lookup.NotVisible<Boolean> _ ->
          lost("and it does not show whether that repository is in sync");
      case Lookup.Failed<Boolean>(var outcome) -> outcome;
    };
  }

  private static SyncError stillOutOfSync(Session session) {
    return SyncError.of(
        Reason.STILL_OUT_OF_SYNC.word(),
        session.error().orElse("The session ended, and the repository is still out of sync"),
        "Check the repository and its object storage in Veeam's console.");
  }

  private static Outcome lost(String repository) {
    return new Outcome.Unconfirmed(
        Reason.SESSION_LOST,
        SyncError.of(
            Reason.SESSION_LOST.word(),
            "The server no longer shows the session of this run, " + repository,
            "Nothing: a session may not survive a restart of Veeam's service; the run is tried"
                + " again."));
  }

  /** The id of the session to stop; none if it is gone, not visible if its id is unknown. */
  Lookup<Optional<String>> handle(Run run) {
    var id = id(run);
    return id.isPresent()
        ? new Lookup.Found<>(id)
        : repositories
            .id(run.target())
            .then(wanted -> sessions.all().then(all -> handle(run, all.ofRepository(wanted))));
  }

  private static Lookup<Optional<String>> handle(Run run, List<Session> sessions) {
    var open =
        sessions.stream()
            .filter(session -> session.working() || session.phase() == Session.Phase.IDLE)
            .filter(session -> !session.bystanderOf(run))
            .min(Session.WORKING_FIRST);
    return open.isPresent() && open.get().id().isEmpty()
        ? new Lookup.NotVisible<>(
            Reason.CANCEL_UNSUPPORTED, SyncError.of("UnnamedSession", "The session has no id"))
        : new Lookup.Found<>(open.flatMap(Session::id));
  }

  private static Optional<String> id(Run run) {
    return run.knownOperation().flatMap(Operation::knownId).flatMap(PlainId::of);
  }
}
