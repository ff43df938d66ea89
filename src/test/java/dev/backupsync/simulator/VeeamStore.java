package dev.backupsync.simulator;

import dev.backupsync.simulator.VeeamScript.End;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;

/** The repositories and sessions of one server, and the rules by which runs begin and end. */
final class VeeamStore {
  private final InstantSource clock;
  private final VeeamScript script;
  private final Map<UUID, VeeamRepository> repositories = new LinkedHashMap<>();
  private final List<VeeamSession> sessions = new ArrayList<>();
  private int stops;
  private int mostAtOnce;

  VeeamStore(InstantSource clock, VeeamScript script) {
    this.clock = clock;
    this.script = script;
  }

  synchronized VeeamRepository add(UUID id, String name) {
    var repository = new VeeamRepository(id, name);
    repositories.put(id, repository);
    return repository;
  }

  synchronized void remove(UUID id) {
    repositories.remove(id);
    sessions.removeIf(session -> session.repository().id().equals(id));
  }

  synchronized List<VeeamRepository> repositories() {
    settle();
    return List.copyOf(repositories.values());
  }

  synchronized Optional<VeeamRepository> repository(String id) {
    settle();
    return repositories.values().stream()
        .filter(one -> one.id().toString().equalsIgnoreCase(id))
        .findFirst();
  }

  synchronized List<VeeamSession> sessions() {
    settle();
    return List.copyOf(sessions);
  }

  synchronized Optional<VeeamSession> session(String id) {
    return sessions().stream().filter(one -> one.id().toString().equalsIgnoreCase(id)).findFirst();
  }

  synchronized Optional<VeeamSession> running(UUID repository) {
    return sessions().stream()
        .filter(VeeamSession::running)
        .filter(one -> one.repository().id().equals(repository))
        .findFirst();
  }

  synchronized VeeamSession start(VeeamRepository repository, boolean byApi) {
    sessions.removeIf(one -> !one.running() && one.repository().equals(repository));
    var progress = new Progress(clock, script.duration, repository.resumesAt());
    var session = new VeeamSession(repository, progress, byApi ? script.queuedReads : 0);
    sessions.add(session);
    var running = sessions.stream().filter(VeeamSession::running).toList();
    mostAtOnce = Math.max(mostAtOnce, running.size());
    repository.started(
        (int) running.stream().filter(one -> one.repository().equals(repository)).count(), byApi);
    return session;
  }

  synchronized void stop(VeeamSession session) {
    if (session.running()) {
      session.repository().stopped(session.progress().percent());
      end(session, script.end instanceof End.Fail ? new End.StayNone() : script.end);
    }
    stops++;
  }

  synchronized int maxConcurrentSessions() {
    return mostAtOnce;
  }

  synchronized int stops() {
    return stops;
  }

  synchronized void advance(UUID repository, int percent) {
    current(repository).progress().set(percent);
    settle();
  }

  synchronized void fail(UUID repository, String error) {
    end(current(repository), new End.Fail(error));
  }

  /**
   * As after a restart of the service: nobody knows of any session, and repositories stay as they
   * are.
   */
  synchronized void forgetSessions() {
    sessions.clear();
  }

  private VeeamSession current(UUID repository) {
    return running(repository)
        .orElseThrow(() -> new NoSuchElementException("No run of " + repository));
  }

  private void settle() {
    for (var session : List.copyOf(sessions)) {
      if (session.running() && session.progress().complete()) {
        var how = script.end;
        if (!(how instanceof End.Fail)) {
          session.repository().succeeded(script.lag);
        }
        end(session, how);
      }
    }
  }

  private void end(VeeamSession session, End how) {
    session.end(how);
    sessions.removeIf(VeeamSession::vanished);
  }
}
