package dev.backupsync.veeam;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.api.v1alpha1.VeeamApiVersion;
import dev.backupsync.vendor.Lookup;
import dev.backupsync.vendor.Outcome;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;

/** Requests sessions and repositories; changes nothing. */
final class VeeamQueries {
  /** The longest time for one list; each of its requests has its own limit too. */
  static final Duration LONGEST = Duration.ofHours(1);

  private static final int MAX_REPOSITORIES = 50_000;

  private final VeeamApi api;
  private final PageSize pages = new PageSize();

  VeeamQueries(VeeamApi api) {
    this.api = api;
  }

  /** The id must be plain. */
  Lookup<Session> session(String id) {
    return VeeamLookups.of(
        api.get("session", "RepositorySynchronizeSessions/" + id), Sessions::one);
  }

  Lookup<SessionList> sessions() {
    return VeeamLookups.of(
        api.list("sessions", _ -> "RepositorySynchronizeSessions", Sessions.FIELDS),
        body -> Sessions.list(body).map(SessionList::new));
  }

  /** Not visible also if the server does not say. The id must be plain. */
  Lookup<Boolean> outOfSync(String repositoryId) {
    return VeeamLookups.of(
            api.get("repository", "BackupRepositories/" + repositoryId), Repositories::one)
        .then(
            repository ->
                repository
                    .outOfSync()
                    .<Lookup<Boolean>>map(Lookup.Found::new)
                    .orElseGet(() -> new Lookup.NotVisible<>(Reason.TARGET_NOT_FOUND, unsaid())));
  }

  private static SyncError unsaid() {
    return SyncError.of(
        "NoSyncState", "The server does not say whether the repository is out of sync");
  }

  Lookup<RepositoryList> repositories() {
    var found = new LinkedHashSet<Repository>();
    Optional<String> setId = Optional.empty();
    var offset = 0;
    while (true) {
      var page = page(offset, setId);
      if (!(page instanceof Lookup.Found<Repositories.Page>(var part))) {
        return page.then(_ -> new Lookup.Found<>(new RepositoryList(found)));
      }
      var more = found.addAll(part.repositories()); // a server may not support offsets
      if (part.last() || !more) {
        pages.grow();
        return new Lookup.Found<>(new RepositoryList(found));
      }
      if (found.size() >= MAX_REPOSITORIES) {
        return new Lookup.Failed<>(tooMany());
      }
      offset += part.arrived(); // which may be fewer than requested
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
    return VeeamLookups.of(answer, Repositories::page);
  }
}
