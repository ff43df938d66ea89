package dev.backupsync.veeam;

import dev.backupsync.api.v1alpha1.RepositoryRef;
import dev.backupsync.api.v1alpha1.Target;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All sessions and repositories of a server: two answers that tell of every target there is. */
record Overview(List<Session> sessions, Set<Repository> repositories) {

  /** In sync, and no session works on it; false also where the lists do not say. */
  boolean inOrder(Target target) {
    var found =
        Optional.ofNullable(target.repository()).stream()
            .flatMap(wanted -> repositories.stream().filter(one -> is(wanted, one)))
            .toList();
    return found.size() == 1 && inOrder(found.getFirst());
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
