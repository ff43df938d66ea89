package dev.backupsync.veeam;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.http.CoalescingReader;
import dev.backupsync.http.Redactor;
import dev.backupsync.http.SharedAnswer;
import dev.backupsync.vendor.Lookup;
import dev.backupsync.vendor.Outcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * Looks up repositories, and whether they are out of sync. A few callers read theirs alone; if more
 * come at the same time, they share the server's list. A repository that the list does not show is
 * read alone.
 */
final class RepositoryLookup {
  /** How long a caller waits for the list before it reads its repository alone. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final VeeamQueries queries;
  private final SharedAnswer<Lookup<RepositoryList>> list;
  private final CoalescingReader reader;

  RepositoryLookup(VeeamQueries queries, InstantSource clock) {
    this.queries = queries;
    this.list =
        new SharedAnswer<>(new ListRequest<>(queries::repositories), clock, SessionLookup.LIFE);
    this.reader = new CoalescingReader(list);
  }

  /** All repositories; may be a moment old. Empty if the server does not answer at present. */
  Optional<RepositoryList> recent() {
    return list.recentUnlessInTrouble(VeeamQueries.LONGEST).flatMap(Lookup::found);
  }

  /** The other targets that mean the same repository; may be a moment old. */
  Set<Target> aliases(Target target) {
    return list.recent(VeeamQueries.LONGEST)
        .flatMap(Lookup::found)
        .map(all -> all.aliases(target))
        .orElse(Set.of());
  }

  /** Discards earlier answers: later callers do not get them. */
  void forget() {
    list.forget();
  }

  /** Not visible also if the server does not say, or the name is not unique or unknown. */
  Lookup<Boolean> outOfSync(Target target) {
    var id = id(target);
    return id instanceof Lookup.Failed<String>(Outcome.Rejected(var reason, var error))
        ? new Lookup.NotVisible<>(reason, error)
        : id.then(this::outOfSync);
  }

  /** The id must be plain. */
  Lookup<Boolean> outOfSync(String id) {
    return reader.read(
        () ->
            list.askUnlessInTrouble(PATIENCE)
                .flatMap(Lookup::found)
                .flatMap(all -> all.outOfSync(id))
                .map(Lookup.Found::new),
        () -> queries.outOfSync(id));
  }

  /** A plain id. Calls the server only for a target with a name. */
  Lookup<String> id(Target target) {
    var repository = target.repository();
    if (repository != null && repository.name() != null && repository.id() == null) {
      return named(repository.name());
    }
    return PlainId.of(repository == null ? null : repository.id())
        .<Lookup<String>>map(Lookup.Found::new)
        .orElseGet(
            () ->
                rejected(
                    Reason.INVALID_SPEC,
                    "The repository's id is not one that Veeam gives",
                    "Set spec.repository.id to the repository's UUID."));
  }

  private Lookup<String> named(String name) {
    return list.ask(VeeamQueries.LONGEST)
        .orElseGet(VeeamLookups::interrupted)
        .then(all -> all.legible() ? named(name, all) : new Lookup.Failed<>(illegible()));
  }

  private static Lookup<String> named(String name, RepositoryList all) {
    var ids = all.idsNamed(name);
    return switch (ids.size()) {
      case 0 ->
          rejected(
              Reason.TARGET_NOT_FOUND,
              "No repository has the name " + name,
              "Check the name as Veeam shows it, upper and lower case included.");
      case 1 -> new Lookup.Found<>(ids.iterator().next());
      default ->
          rejected(
              Reason.AMBIGUOUS_TARGET,
              "Several repositories have the name " + name + ": " + ids,
              "Name the repository by spec.repository.id.");
    };
  }

  /** Not the same as a list without the name. */
  private static Outcome illegible() {
    return new Outcome.Unknown(
        Reason.PROGRESSING_WITH_RETRY,
        SyncError.of("UnreadableAnswer", "The server lists repositories without ids and names"),
        Optional.empty());
  }

  private static Lookup<String> rejected(Reason reason, String message, String advice) {
    return new Lookup.Failed<>(
        new Outcome.Rejected(reason, SyncError.of(reason.word(), Redactor.of(message), advice)));
  }
}
