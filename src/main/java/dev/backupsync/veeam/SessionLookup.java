package dev.backupsync.veeam;

import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.http.RecentTrouble;
import dev.backupsync.http.SharedAnswer;
import dev.backupsync.vendor.Lookup;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Finds sessions. Where several runs are followed, all share the server's list, so that its cost
 * does not grow with their number; a list that is slow or not to be had holds up nobody who can
 * read his session alone.
 */
final class SessionLookup {
  /** Nobody is told anything older by the list. */
  static final Duration LIFE = Duration.ofSeconds(1);

  /** How long one who could read alone waits for the list. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** So many cost no more when each reads its session alone. */
  private static final int FEW = 2;

  private final VeeamQueries queries;
  private final SharedAnswer<Lookup<SessionList>> list;
  private final RecentTargets followed;
  private final RecentTrouble trouble;

  SessionLookup(VeeamQueries queries, InstantSource clock) {
    this.queries = queries;
    this.list = new SharedAnswer<>(queries::sessions, Lookup::teaches, clock, LIFE);
    this.followed = new RecentTargets(clock);
    this.trouble = new RecentTrouble(clock);
  }

  /** As asked for after this call. */
  Lookup<SessionList> all() {
    return list.ask(VeeamQueries.LONGEST).orElseGet(VeeamLookups::interrupted);
  }

  /** May be a moment old. */
  Lookup<SessionList> recent() {
    return list.recent(VeeamQueries.LONGEST).orElseGet(VeeamLookups::interrupted);
  }

  /**
   * The session of a run on a target; only of one that is at work may the answer be a moment old.
   *
   * @param id plain
   */
  Lookup<Session> session(Target target, String id) {
    if (followed.countWith(target.folded()) <= FEW || trouble.lasts()) {
      return queries.session(id);
    }
    return atHand(id)
        .or(() -> listed(id))
        .<Lookup<Session>>map(Lookup.Found::new)
        .orElseGet(() -> queries.session(id));
  }

  private Optional<Session> atHand(String id) {
    return list.peek().flatMap(all -> in(all, id)).filter(Session::working);
  }

  private Optional<Session> listed(String id) {
    var all = list.ask(PATIENCE);
    if (all.filter(told -> told instanceof Lookup.Found).isEmpty()) {
      trouble.happened();
    }
    return all.flatMap(told -> in(told, id));
  }

  private static Optional<Session> in(Lookup<SessionList> told, String id) {
    return told instanceof Lookup.Found<SessionList>(var all) ? all.withId(id) : Optional.empty();
  }

  /** What was asked before tells nobody anything from now on. */
  void forget() {
    list.forget();
  }
}
