package dev.backupsync.simulator;

import dev.backupsync.simulator.Journal.Fate;
import dev.backupsync.simulator.VeeamScript.Course;
import dev.backupsync.simulator.VeeamScript.End;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** The repositories and sessions of one server, and the rules by which runs begin and end. */
final class VeeamStore {
  private final InstantSource clock;
  private final VeeamScript script;
  private final Map<UUID, VeeamRepository> repositories = new LinkedHashMap<>();
  private final Map<UUID, VeeamSession> sessions = new LinkedHashMap<>();
  private final Map<UUID, Set<VeeamSession>> ofRepository = new HashMap<>();
  private final Set<VeeamSession> movedByHand = new LinkedHashSet<>();
  private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparing(Due::time));
  private int running;
  private final Journal journal;
  private int stops;
  private int mostAtOnce;

  /** When a session ends if nobody moves it, so that a look need not go through all of them. */
  private record Due(Instant time, VeeamSession session) {}

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
    List.copyOf(of(id)).forEach(this::forget);
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
    return List.copyOf(sessions.values());
  }

  /** What the list of sessions shows: it may be behind the starts. */
  synchronized List<VeeamSession> listed() {
    var newest = clock.instant().minus(script.listLag);
    return sessions().stream().filter(session -> !session.began().isAfter(newest)).toList();
  }

  synchronized Optional<VeeamSession> session(String id) {
    settle();
    try {
      return Optional.ofNullable(sessions.get(UUID.fromString(id)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  synchronized Optional<VeeamSession> running(UUID repository) {
    settle();
    return of(repository).stream().filter(VeeamSession::running).findFirst();
  }

  synchronized VeeamSession start(VeeamRepository repository, boolean byApi) {
    of(repository.id()).stream().filter(one -> !one.running()).toList().forEach(this::forget);
    var course = script.courses.map(Supplier::get);
    var duration = course.map(Course::duration).orElse(script.duration);
    var session =
        new VeeamSession(
            repository,
            new Progress(clock, duration, repository.resumesAt()),
            clock.instant(),
            byApi ? script.queuedReads : 0,
            course.map(Course::end));
    sessions.put(session.id(), session);
    ofRepository.computeIfAbsent(repository.id(), _ -> new LinkedHashSet<>()).add(session);
    session.progress().due().ifPresent(time -> due.add(new Due(time, session)));
    running++;
    if (byApi) {
      journal.accepted(session.id().toString(), repository.id().toString());
    }
    mostAtOnce = Math.max(mostAtOnce, running);
    repository.started(
        (int) of(repository.id()).stream().filter(VeeamSession::running).count(), byApi);
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
    move(current(repository), percent);
    settle();
  }

  /** By hand alone from now on. */
  synchronized void move(VeeamSession session, int percent) {
    session.progress().set(percent);
    movedByHand.add(session);
  }

  synchronized void fail(UUID repository, String error) {
    end(current(repository), new End.Fail(error));
  }

  /**
   * As after a restart of the service: nobody knows of any session, and repositories stay as they
   * are.
   */
  synchronized void forgetSessions() {
    List.copyOf(sessions.values())
        .forEach(
            session -> {
              journal.ended(session.id().toString(), Fate.FORGOTTEN);
              forget(session);
            });
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

  private Set<VeeamSession> of(UUID repository) {
    return ofRepository.getOrDefault(repository, Set.of());
  }

  private void settle() {
    movedByHand.stream().filter(one -> one.progress().complete()).toList().forEach(this::finish);
    while (!due.isEmpty() && !due.element().time().isAfter(clock.instant())) {
      var session = due.remove().session();
      if (!movedByHand.contains(session)) {
        finish(session);
      }
    }
  }

  private void finish(VeeamSession session) {
    if (session.running() && sessions.containsKey(session.id())) {
      session.progress().set(100);
      var how = session.planned().orElse(script.end);
      if (!(how instanceof End.Fail)) {
        session.repository().succeeded(script.lag);
      }
      end(session, how);
    }
  }

  private void end(VeeamSession session, End how) {
    running -= session.running() ? 1 : 0;
    movedByHand.remove(session);
    session.end(how);
    journal.ended(session.id().toString(), fate(how));
    if (session.vanished()) {
      forget(session);
    }
  }

  private void forget(VeeamSession session) {
    running -= session.running() && sessions.containsKey(session.id()) ? 1 : 0;
    movedByHand.remove(session);
    sessions.remove(session.id());
    of(session.repository().id()).remove(session);
  }
}
