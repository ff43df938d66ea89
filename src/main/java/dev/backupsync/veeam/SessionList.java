package dev.backupsync.veeam;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** All sessions that a server shows, found by id or by repository. */
final class SessionList {
  private final List<Session> all;
  private final Map<String, Session> byId = new HashMap<>();
  private final Map<String, List<Session>> byRepository;

  SessionList(List<Session> all) {
    this.all = List.copyOf(all);
    this.all.forEach(one -> one.id().ifPresent(id -> byId.putIfAbsent(folded(id), one)));
    this.byRepository =
        this.all.stream()
            .filter(session -> session.repositoryId().isPresent())
            .collect(Collectors.groupingBy(one -> folded(one.repositoryId().orElseThrow())));
  }

  List<Session> all() {
    return all;
  }

  /** The first one, if a server shows several with one id. */
  Optional<Session> withId(String id) {
    return Optional.ofNullable(byId.get(folded(id)));
  }

  /** In the order in which the server shows them. */
  List<Session> ofRepository(String repositoryId) {
    return byRepository.getOrDefault(folded(repositoryId), List.of());
  }

  private static String folded(String id) {
    return id.toLowerCase(Locale.ROOT);
  }
}
