package dev.backupsync.veeam;

import dev.backupsync.api.v1alpha1.RepositoryRef;
import dev.backupsync.api.v1alpha1.Target;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All sessions and repositories of a server: two answers that tell of every target there is. */
record Overview(List<Session> sessions, Set<Repository> repositories) {

  /** In sync, and no session works on it; false also where the lists do not say. */
  boolean inOrder(Target target) {
    var found = found(target).toList();
    return found.size() == 1 && inOrder(found.getFirst());
  }

  /** By id what is named, by name what has an id. */
  Set<Target> aliases(Target target) {
    var wanted = Objects.requireNonNull(target.repository(), "a target of another vendor");
    return found(target)
        .flatMap(
            one ->
                wanted.id() == null
                    ? one.id().map(id -> new RepositoryRef(id, null)).stream()
                    : one.name().map(name -> new RepositoryRef(null, name)).stream())
        .map(other -> Target.of(target.connectionRef(), other))
        .collect(Collectors.toSet());
  }

  private Stream<Repository> found(Target target) {
    return Optional.ofNullable(target.repository()).stream()
        .flatMap(wanted -> repositories.stream().filter(one -> is(wanted, one)));
  }

  private static boolean is(RepositoryRef wanted, Repository one) {
    return wanted.id() == null
        ? one.name().filter(name -> name.equals(wanted.name())).isPresent()
        : one.id().filter(id -> id.equalsIgnoreCase(wanted.id())).isPresent();
  }

  private boolean inOrder(Repository repository) {
    var inSync = repository.outOfSync().filter(outOfSync -> !outOfSync).isPresent();
    return inSync && repository.id().filter(this::isAtRest).isPresent();
  }

  private boolean isAtRest(String repositoryId) {
    return sessions.stream()
        .filter(session -> session.ofRepository(repositoryId))
        .noneMatch(Session::working);
  }
}
