package dev.backupsync.veeam;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.api.v1alpha1.VeeamApiVersion;
import dev.backupsync.http.PlainText;
import dev.backupsync.operation.Outcome;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Looks up sessions and repositories; changes nothing. */
final class Catalog {
  private static final int MAX_REPOSITORIES = 50_000;

  private final VeeamApi api;
  private final PageSize pages = new PageSize();

  Catalog(VeeamApi api) {
    this.api = api;
  }

  /** The id must be plain. */
  Lookup<Session> session(String id) {
    return Lookup.of(api.get("session", "RepositorySynchronizeSessions/" + id), Sessions::one);
  }

  Lookup<List<Session>> sessions() {
    return Lookup.of(
        api.list("sessions", _ -> "RepositorySynchronizeSessions", Sessions.FIELDS),
        Sessions::list);
  }

  Lookup<List<Session>> sessions(String repositoryId) {
    return sessions()
        .then(
            all ->
                new Lookup.Seen<>(
                    all.stream().filter(session -> session.ofRepository(repositoryId)).toList()));
  }

  /** Both lists; without repositories where these cannot be listed. */
  Lookup<Overview> overview() {
    return sessions()
        .then(
            sessions ->
                new Lookup.Seen<>(
                    all() instanceof Lookup.Seen<Set<Repository>>(var repositories)
                        ? new Overview(sessions, repositories)
                        : new Overview(sessions, Set.of())));
  }

  /** Hidden also where the server does not say, or where no one repository has the name. */
  Lookup<Boolean> outOfSync(Target target) {
    var id = repositoryId(target);
    return id instanceof Lookup.Blind<String>(Outcome.Rejected(var reason, var error))
        ? new Lookup.Hidden<>(reason, error)
        : id.then(this::outOfSync);
  }

  /** The id must be plain. */
  Lookup<Boolean> outOfSync(String repositoryId) {
    return Lookup.of(api.get("repository", "BackupRepositories/" + repositoryId), Repositories::one)
        .then(
            repository ->
                repository
                    .outOfSync()
                    .<Lookup<Boolean>>map(Lookup.Seen::new)
                    .orElseGet(() -> new Lookup.Hidden<>(Reason.TARGET_NOT_FOUND, unsaid())));
  }

  private static SyncError unsaid() {
    return SyncError.of(
        "NoSyncState", "The server does not say whether the repository is out of sync");
  }

  /** Plain. Asks the server only where the repository is known by name. */
  Lookup<String> repositoryId(Target target) {
    var repository = target.repository();
    if (repository != null && repository.name() != null && repository.id() == null) {
      return named(repository.name());
    }
    return PlainId.of(repository == null ? null : repository.id())
        .<Lookup<String>>map(Lookup.Seen::new)
        .orElseGet(
            () ->
                rejected(
                    Reason.INVALID_SPEC,
                    "The repository's id is not one that Veeam gives",
                    "Set spec.repository.id to the repository's UUID."));
  }

  private Lookup<String> named(String name) {
    return all()
        .then(
            all -> {
              if (!all.isEmpty() && all.stream().noneMatch(Repository::legible)) {
                return new Lookup.Blind<>(illegible());
              }
              var ids = new TreeSet<String>();
              all.stream()
                  .filter(repository -> repository.name().filter(name::equals).isPresent())
                  .forEach(repository -> repository.id().ifPresent(ids::add));
              return switch (ids.size()) {
                case 0 ->
                    rejected(
                        Reason.TARGET_NOT_FOUND,
                        "No repository has the name " + name,
                        "Check the name as Veeam shows it, upper and lower case included.");
                case 1 -> new Lookup.Seen<>(ids.first());
                default ->
                    rejected(
                        Reason.AMBIGUOUS_TARGET,
                        "Several repositories have the name " + name + ": " + ids,
                        "Name the repository by spec.repository.id.");
              };
            });
  }

  /** Not the same as a list that lacks the name. */
  private static Outcome illegible() {
    return new Outcome.Unknown(
        Reason.PROGRESSING_WITH_RETRY,
        SyncError.of("UnreadableAnswer", "The server lists repositories without ids and names"),
        Optional.empty());
  }

  private Lookup<Set<Repository>> all() {
    var found = new LinkedHashSet<Repository>();
    Optional<String> setId = Optional.empty();
    var offset = 0;
    while (true) {
      var page = page(offset, setId);
      if (!(page instanceof Lookup.Seen<Repositories.Page>(var part))) {
        return page.then(_ -> new Lookup.Seen<>(found));
      }
      var more = found.addAll(part.repositories()); // a server may not know of offsets
      if (part.last() || !more) {
        pages.grow();
        return new Lookup.Seen<>(found);
      }
      if (found.size() >= MAX_REPOSITORIES) {
        return new Lookup.Blind<>(tooMany());
      }
      offset += part.arrived(); // which may be fewer than we asked for
      setId = part.setId();
    }
  }

  private static Outcome tooMany() {
    return new Outcome.Unknown(
        Reason.PROGRESSING_WITH_RETRY,
        SyncError.of(
            "AnswerTooLong",
            "The server lists more than " + MAX_REPOSITORIES + " repositories",
            "Name the repository by spec.repository.id."),
        Optional.empty());
  }

  private Lookup<Repositories.Page> page(int offset, Optional<String> setId) {
    var limit = pages.entries();
    var query =
        "?limit=" + limit + "&offset=" + offset + setId.map(id -> "&setId=" + id).orElse("");
    var answer =
        api.list(
            "repositories",
            version ->
                "BackupRepositories" + (version == VeeamApiVersion.V8 || offset > 0 ? query : ""),
            Repositories.FIELDS);
    pages.learn(limit, answer);
    return Lookup.of(answer, Repositories::page);
  }

  private static Lookup<String> rejected(Reason reason, String message, String advice) {
    return new Lookup.Blind<>(
        new Outcome.Rejected(reason, SyncError.of(reason.word(), PlainText.of(message), advice)));
  }
}
