package dev.backupsync.veeam;

import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.http.SharedAnswer;
import dev.backupsync.vendor.Lookup;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Looks up sessions. If several runs are polled, all share the server's list, so that its cost does
 * not grow with their number; if the list is slow or missing, callers read their sessions alone.
 */
final class SessionLookup {
  /** The maximum age of an answer from the list. */
  static final Duration LIFE = Duration.ofSeconds(1);

  /** How long a caller waits for the list before it reads its session alone. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** Up to this number it costs no more if each caller reads its session alone. */
  private static final int FEW = 2;

  private final VeeamQueries queries;
  private final SharedAnswer<Lookup<SessionList>> list;
  private final RecentTargets followed;

  SessionLookup(VeeamQueries queries, InstantSource clock) {
    this.queries = queries;
    this.list = new SharedAnswer<>(new ListRequest<>(queries::sessions), clock, LIFE);
    this.followed = new RecentTargets(clock);
  }

  /** The answer to a request that is sent after this call. */
  Lookup<SessionList> all() {
    return list.ask(VeeamQueries.LONGEST).orElseGet(VeeamLookups::interrupted);
  }

  /** May be a moment old. */
  Lookup<SessionList> recent() {
    return list.recent(VeeamQueries.LONGEST).orElseGet(VeeamLookups::interrupted);
  }

  /**
   * The session of a run on a target; the answer may be a moment old only if the session is at
   * work.
   *
   * @param id plain
   */
  Lookup<Session> session(Target target, String id) {
    if (followed.countWith(target.folded()) <= FEW || list.inTrouble()) {
      return queries.session(id);
    }
    return shared(id).<Lookup<Session>>map(Lookup.Found::new).orElseGet(() -> queries.session(id));
  }

  /**
   * A list that is a moment old says which sessions are at work, and which it does not show: these
   * are read alone. Of the others, which wait or are over, only a new list tells.
   */
  private Optional<Session> shared(String id) {
    var known = list.peek().filter(answer -> answer instanceof Lookup.Found);
    var session = known.flatMap(all -> in(all, id));
    var enough = known.isPresent() && session.filter(one -> !one.working()).isEmpty();
    return enough ? session : listed(id);
  }

  private Optional<Session> listed(String id) {
    return list.askUnlessInTrouble(PATIENCE).flatMap(answer -> in(answer, id));
  }

  private static Optional<Session> in(Lookup<SessionList> answer, String id) {
    return answer.found().flatMap(all -> all.withId(id));
  }

  /** Discards earlier answers: later callers do not get them. */
  void forget() {
    list.forget();
  }
}
