package dev.backupsync.veeam;

import dev.backupsync.api.v1alpha1.RepositoryRef;
import dev.backupsync.api.v1alpha1.Target;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All repositories that a server shows, found by id or by name. */
final class RepositoryList {
  private final Map<String, List<Repository>> byId;
  private final Map<String, List<Repository>> byName;
  private final boolean legible;

  RepositoryList(Collection<Repository> all) {
    this.byId =
        all.stream()
            .filter(one -> one.id().isPresent())
            .collect(Collectors.groupingBy(one -> folded(one.id().orElseThrow())));
    this.byName =
        all.stream()
            .filter(one -> one.name().isPresent())
            .collect(Collectors.groupingBy(one -> one.name().orElseThrow()));
    this.legible = all.isEmpty() || all.stream().anyMatch(Repository::legible);
  }

  /** False if the server shows repositories, but none of them with an id and a name. */
  boolean legible() {
    return legible;
  }

  /** The ids of the repositories with this name; upper and lower case differ. */
  Set<String> idsNamed(String name) {
    var ids = new TreeSet<String>();
    byName.getOrDefault(name, List.of()).forEach(one -> one.id().ifPresent(ids::add));
    return ids;
  }

  /** Empty if it is not there exactly once, or the server does not say. */
  Optional<Boolean> outOfSync(String id) {
    var found = byId.getOrDefault(folded(id), List.of());
    return found.size() == 1 ? found.getFirst().outOfSync() : Optional.empty();
  }

  /** The repository of the target; empty if there is none, or more than one. */
  Optional<Repository> one(Target target) {
    var found = found(target).toList();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  /** For a target with a name the ids, for a target with an id the names. */
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
    return Optional.ofNullable(target.repository()).stream().flatMap(this::found);
  }

  private Stream<Repository> found(RepositoryRef wanted) {
    if (wanted.id() != null) {
      return byId.getOrDefault(folded(wanted.id()), List.of()).stream();
    }
    return Optional.ofNullable(wanted.name()).stream()
        .flatMap(name -> byName.getOrDefault(name, List.of()).stream());
  }

  private static String folded(String id) {
    return id.toLowerCase(Locale.ROOT);
  }
}
