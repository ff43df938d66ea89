package dev.backupsync.controller.admission;

import dev.backupsync.connection.ConnectionKey;
import dev.backupsync.operation.Gate;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Who may run, of the syncs of one kind: one at a time for each target, so many for each
 * connection, oldest first. Whoever leaves calls those who may go next; nobody polls. Each server
 * has a queue of its own, so that none waits for another's.
 *
 * <p>A view of the statuses: filled from them after a restart, before anybody is let in.
 */
final class AdmissionQueue {
  private final Map<String, ServerQueue> servers = new ConcurrentHashMap<>();
  private final Map<ResourceID, String> where = new ConcurrentHashMap<>();
  private final Map<ConnectionKey, String> known = new ConcurrentHashMap<>();

  /** All steps share it but those that move a connection, which are rare. */
  private final ReadWriteLock moves = new ReentrantReadWriteLock();

  private final ToIntFunction<ConnectionKey> limits;
  private final Function<ConnectionKey, String> leadsTo;
  private final Consumer<ResourceID> wake;

  /**
   * Starts empty.
   *
   * @param limits how many may run through a connection at a time
   * @param leadsTo where a connection leads, the same for all that lead there
   * @param wake calls one that waits and may go now
   */
  AdmissionQueue(
      ToIntFunction<ConnectionKey> limits,
      Function<ConnectionKey, String> leadsTo,
      Consumer<ResourceID> wake) {
    this.limits = limits;
    this.leadsTo = leadsTo;
    this.wake = wake;
  }

  /** What became of one who wanted in. */
  sealed interface Entry {
    record In() implements Entry {}

    record Wait(Gate.Closed busy) implements Entry {}

    /** Somebody else may be after the same thing by another name: its aliases are needed. */
    record Unclear() implements Entry {}
  }

  /** A run that is under way occupies its place, whatever the limits say now. */
  void hold(AdmissionRequest request) {
    step(request, places -> places.hold(request)).forEach(wake);
  }

  /** One that waited before a restart waits on, in its old place; nobody is called yet. */
  void queue(AdmissionRequest request) {
    step(request, places -> places.queue(request)).forEach(wake);
  }

  /** Lets a sync in, or has it wait. */
  Entry enter(AdmissionRequest request) {
    var step = step(request, places -> places.enter(request));
    step.called().forEach(wake);
    return step.entry();
  }

  /** A sync runs no more, or wants to no more. */
  void leave(ResourceID sync) {
    List<ResourceID> called;
    moves.readLock().lock();
    try {
      called = left(sync);
    } finally {
      moves.readLock().unlock();
    }
    called.forEach(wake);
  }

  private List<ResourceID> left(ResourceID sync) {
    var server = where.get(sync);
    return server == null ? List.of() : at(server, sync, places -> places.leave(sync));
  }

  /** Where the claim belongs now; what the sync had elsewhere is given up. */
  private <R> R step(AdmissionRequest request, Function<ServerQueue, R> step) {
    while (true) {
      known.keySet().forEach(connection -> bring(connection, leadsTo.apply(connection)));
      var server = leadsTo.apply(request.connection());
      bring(request.connection(), server);
      List<ResourceID> called = List.of();
      moves.readLock().lock();
      try {
        if (server.equals(known.get(request.connection()))) {
          called = server.equals(where.get(request.sync())) ? called : left(request.sync());
          return at(server, request.sync(), step);
        }
      } finally {
        moves.readLock().unlock();
        called.forEach(wake);
      }
    }
  }

  /**
   * Takes all that a connection has along to the server that it leads to. After a restart that is
   * known only once the connection was probed.
   */
  private void bring(ConnectionKey connection, String server) {
    if (server.equals(known.get(connection))) {
      return;
    }
    var called = new ArrayList<ResourceID>();
    moves.writeLock().lock();
    try {
      var before = known.put(connection, server);
      if (before != null && !before.equals(server)) {
        called.addAll(move(connection, before, server));
      }
    } finally {
      moves.writeLock().unlock();
    }
    called.forEach(wake);
  }

  private List<ResourceID> move(ConnectionKey connection, String from, String to) {
    var old = servers.get(from);
    if (old == null) {
      return List.of();
    }
    var called = new ArrayList<ResourceID>();
    for (var request : old.running(connection)) {
      called.addAll(at(from, request.sync(), places -> places.leave(request.sync())));
      at(to, request.sync(), places -> places.hold(request));
    }
    for (var request : old.waiting(connection)) {
      called.addAll(at(from, request.sync(), places -> places.leave(request.sync())));
      at(to, request.sync(), places -> places.queue(request));
      called.add(request.sync()); // to be told how it stands there
    }
    return called;
  }

  /**
   * In one step with whether the sync has anything there, and without waiting for other servers.
   */
  private <R> R at(String server, ResourceID sync, Function<ServerQueue, R> step) {
    var result = new AtomicReference<R>();
    servers.compute(
        server,
        (_, present) -> {
          var places = present == null ? new ServerQueue(limits) : present;
          result.set(step.apply(places));
          if (places.has(sync)) {
            where.put(sync, server);
          } else {
            where.remove(sync, server);
          }
          return places.isEmpty() ? null : places;
        });
    return Objects.requireNonNull(result.get());
  }
}
