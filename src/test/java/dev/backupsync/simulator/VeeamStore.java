package dev.backupsync.simulator;

import dev.backupsync.simulator.Journal.Fate;
import dev.backupsync.simulator.VeeamScript.Course;
import dev.backupsync.simulator.VeeamScript.End;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** The repositories and sessions of one server, and the rules by which runs begin and end. */
final class VeeamStore {
  private final InstantSource clock;
  private final VeeamScript script;
  private final Map<UUID, VeeamRepository> repositories = new LinkedHashMap<>();
  private final List<VeeamSession> sessions = new ArrayList<>();
  private final Journal journal;
  private int stops;
  private int mostAtOnce;

  VeeamStore(InstantSource clock, VeeamScript script) {
    this.clock = clock;
    this.script = script;
    this.journal = new Journal(clock);
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
    try {
      return Optional.ofNullable(repositories.get(UUID.fromString(id)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
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
    var course = script.courses.map(Supplier::get);
    var duration = course.map(Course::duration).orElse(script.duration);
    var session =
        new VeeamSession(
            repository,
            new Progress(clock, duration, repository.resumesAt()),
            byApi ? script.queuedReads : 0,
            course.map(Course::end));
    sessions.add(session);
    if (byApi) {
      journal.accepted(session.id().toString(), repository.id().toString());
    }
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
      journal.ended(session.id().toString(), Fate.STOPPED);
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
    sessions.forEach(session -> journal.ended(session.id().toString(), Fate.FORGOTTEN));
    sessions.clear();
  }

  Journal journal() {
    return journal;
  }

  private static Fate fate(End how) {
    return switch (how) {
      case End.Vanish _ -> Fate.VANISHED;
      case End.StayNone _, End.StayAtHundred _ -> Fate.DONE;
      case End.Fail _ -> Fate.FAILED;
    };
  }

  private VeeamSession current(UUID repository) {
    return running(repository)
        .orElseThrow(() -> new NoSuchElementException("No run of " + repository));
  }

  private void settle() {
    for (var session : List.copyOf(sessions)) {
      if (session.running() && session.progress().complete()) {
        var how = session.planned().orElse(script.end);
        if (!(how instanceof End.Fail)) {
          session.repository().succeeded(script.lag);
        }
        end(session, how);
      }
    }
  }

  private void end(VeeamSession session, End how) {
    session.end(how);
    journal.ended(session.id().toString(), fate(how));
    sessions.removeIf(VeeamSession::vanished);
  }
}
