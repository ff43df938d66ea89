package dev.backupsync.veeam;

import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.StatusBudget;
import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.http.CallResult;
import dev.backupsync.http.Reply;
import dev.backupsync.veeam.auth.NoAccess;
import dev.backupsync.vendor.Lookup;
import dev.backupsync.vendor.Need;
import dev.backupsync.vendor.Outcome;
import dev.backupsync.vendor.StartPermit;
import dev.backupsync.vendor.SyncBackend;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Synchronizes repositories: translates between the vendor port and Veeam's API. */
final class RepositoryBackend implements SyncBackend {
  private final VeeamApi api;
  private final SessionLookup sessions;
  private final RepositoryLookup repositories;
  private final RunStarter runStarter;
  private final RunPoller runPoller;
  private final RepositoryIdMemory located;

  RepositoryBackend(VeeamApi api, InstantSource clock) {
    this.api = api;
    var queries = new VeeamQueries(api);
    this.sessions = new SessionLookup(queries, clock);
    this.repositories = new RepositoryLookup(queries, clock);
    this.located = new RepositoryIdMemory(clock);
    this.runStarter = new RunStarter(api, sessions);
    this.runPoller = new RunPoller(sessions, repositories);
  }

  @Override
  public Set<Target> aliases(Target target) {
    return repositories.aliases(target);
  }

  @Override
  public Outcome locate(Run run) {
    return switch (repositories.id(run.target())) {
      case Lookup.Found<String>(var id) -> {
        var outcome = locate(run, id);
        if (outcome instanceof Outcome.Absent) { // and a start may follow
          located.put(run.target().folded(), id);
        }
        yield outcome;
      }
      case Lookup.NotVisible<String>(var reason, var error) -> RunStarter.unnamed(reason, error);
      case Lookup.Failed<String>(var outcome) -> outcome;
    };
  }

  private Outcome locate(Run run, String repositoryId) {
    return switch (sessions.all()) {
      case Lookup.Found<SessionList>(var all) -> locate(run, repositoryId, all);
      case Lookup.NotVisible<SessionList> _ -> absent(repositoryId, false, List.of());
      case Lookup.Failed<SessionList>(var outcome) -> outcome;
    };
  }

  private Outcome locate(Run run, String repositoryId, SessionList all) {
    var found = all.ofRepository(repositoryId);
    return found.stream()
        .filter(session -> session.working() || mayBeOurs(run, session))
        .min(Session.WORKING_FIRST)
        .or(() -> Session.queued(run, found))
        .<Outcome>map(session -> new Outcome.Running(session.adopted()))
        .orElseGet(() -> absent(repositoryId, true, found));
  }

  /**
   * Whether a session may be from our start whose answer was lost: it was not there before that.
   */
  private static boolean mayBeOurs(Run run, Session session) {
    return run.inDoubt() && !session.bystanderOf(run);
  }

  private Outcome absent(String repositoryId, boolean conclusive, List<Session> finished) {
    var bystanders =
        finished.stream()
            .flatMap(session -> session.id().stream())
            .limit(StatusBudget.BYSTANDERS)
            .toList();
    return switch (repositories.outOfSync(repositoryId)) {
      case Lookup.Found<Boolean>(var needed) ->
          new Outcome.Absent(Need.of(needed), conclusive, bystanders);
      case Lookup.NotVisible<Boolean>(var reason, var error) ->
          new Outcome.Absent(new Need.NotVisible(reason, error), conclusive, bystanders);
      case Lookup.Failed<Boolean>(var outcome) -> outcome;
    };
  }

  /** May use a shared answer, which may say that there is nothing to do, and no more than that. */
  @Override
  public Outcome check(Run run) {
    if (run.inDoubt()) {
      return locate(run);
    }
    return switch (sessions.recent()) {
      case Lookup.Found<SessionList>(var all) when isInOrder(run.target(), all) ->
          new Outcome.Absent(new Need.NotNeeded(), true, List.of());
      case Lookup.Found<SessionList> _, Lookup.NotVisible<SessionList> _ -> locate(run);
      case Lookup.Failed<SessionList>(var outcome) -> outcome;
    };
  }

  /** In sync, and no session works on it; false also if the lists do not say. */
  private boolean isInOrder(Target target, SessionList all) {
    return repositories
        .recent()
        .flatMap(found -> found.one(target))
        .filter(one -> one.outOfSync().filter(outOfSync -> !outOfSync).isPresent())
        .flatMap(Repository::id)
        .filter(id -> all.ofRepository(id).stream().noneMatch(Session::working))
        .isPresent();
  }

  @Override
  public Outcome start(Run run, StartPermit permit) {
    try {
      return runStarter.start(run, repositoryId(run.target()), permit);
    } finally {
      sessions.forget();
      repositories.forget();
    }
  }

  /**
   * The repository that the last look found: meanwhile the name may belong to another one, and a
   * new look-up may take longer than the permit is valid.
   */
  private Lookup<String> repositoryId(Target target) {
    return located
        .take(target.folded())
        .<Lookup<String>>map(Lookup.Found::new)
        .orElseGet(() -> repositories.id(target));
  }

  @Override
  public Outcome poll(Run run) {
    return runPoller.poll(run);
  }

  @Override
  public Outcome cancel(Run run) {
    return switch (runPoller.handle(run)) {
      case Lookup.Found<Optional<String>>(var handle) ->
          handle.map(this::stop).orElseGet(Outcome.Cancelled::new);
      case Lookup.NotVisible<Optional<String>> _ -> new Outcome.CancelUnsupported();
      case Lookup.Failed<Optional<String>>(Outcome.Rejected _) -> new Outcome.CancelUnsupported();
      case Lookup.Failed<Optional<String>>(var outcome) -> outcome;
    };
  }

  private Outcome stop(String session) {
    var answer = api.post("stop", "RepositorySynchronizeSessions/" + session + "/StopSynchronize");
    if (!(answer instanceof CallResult.Replied(var reply))) {
      return VeeamOutcomes.of(answer);
    }
    return switch (reply.status()) {
      case 404, 410 -> new Outcome.Cancelled();
      case 405 -> new Outcome.CancelUnsupported();
      default -> stopped(answer, reply);
    };
  }

  /** A proxy's page is not an answer from the server, and repeating the request does no harm. */
  private static Outcome stopped(CallResult<NoAccess> answer, Reply reply) {
    if (!reply.success()) {
      return VeeamOutcomes.of(answer);
    }
    return reply.intact() ? new Outcome.Cancelled() : VeeamOutcomes.unreadable(reply);
  }
}
