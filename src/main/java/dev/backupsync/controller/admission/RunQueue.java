package dev.backupsync.controller.admission;

import dev.backupsync.connection.ConnectionKey;
import dev.backupsync.statemachine.Gate;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/**
 * Decides which syncs of one kind may run: one at a time for each target, a limited number for each
 * connection, oldest first. A sync that leaves wakes those that may go next; nothing polls. Each
 * server has its own queue, so that no sync waits for another server's syncs.
 *
 * <p>Derived from the statuses: restored from them after a restart, before any sync is admitted.
 */
final class RunQueue {
  private final Map<String, ServerQueue> queues = new ConcurrentHashMap<>();
  private final Map<ResourceID, String> where = new ConcurrentHashMap<>();
  private final Map<ConnectionKey, String> known = new ConcurrentHashMap<>();

  /** Shared by all steps except those that move a connection to another server, which are rare. */
  private final ReadWriteLock moves = new ReentrantReadWriteLock();

  private final LimitOfConnection limits;
  private final ServerOfConnection servers;
  private final SyncWaker waker;

  /** Starts empty. */
  RunQueue(LimitOfConnection limits, ServerOfConnection servers, SyncWaker waker) {
    this.limits = limits;
    this.servers = servers;
    this.waker = waker;
  }

  /** The result of a request for a place. */
  sealed interface Entry {
    record Admitted() implements Entry {}

    record Waits(Gate.Closed busy) implements Entry {}

    /** Another sync may want the same target by another name: the aliases are needed. */
    record NeedsAliases() implements Entry {}
  }

  /** A run in flight occupies its place, whatever the limits are now. */
  void hold(AdmissionRequest request) {
    step(request, queue -> queue.hold(request)).forEach(waker::wake);
  }

  /** A sync that waited before a restart gets its old position back; no sync is woken yet. */
  void queue(AdmissionRequest request) {
    step(request, queue -> queue.queue(request)).forEach(waker::wake);
  }

  /** Admits a sync, or lets it wait. */
  Entry enter(AdmissionRequest request) {
    var step = step(request, queue -> queue.enter(request));
    step.admitted().forEach(waker::wake);
    return step.entry();
  }

  /** A sync no longer runs or waits. */
  void leave(ResourceID sync) {
    List<ResourceID> admitted;
    moves.readLock().lock();
    try {
      admitted = left(sync);
    } finally {
      moves.readLock().unlock();
    }
    admitted.forEach(waker::wake);
  }

  private List<ResourceID> left(ResourceID sync) {
    var server = where.get(sync);
    return server == null ? List.of() : at(server, sync, queue -> queue.leave(sync));
  }

  /** Applies the step at the right server; what the sync has at another server is given up. */
  private <R> R step(AdmissionRequest request, Function<ServerQueue, R> step) {
    while (true) {
      known.keySet().forEach(connection -> bring(connection, servers.server(connection)));
      var server = servers.server(request.connection());
      bring(request.connection(), server);
      List<ResourceID> admitted = List.of();
      moves.readLock().lock();
      try {
        if (server.equals(known.get(request.connection()))) {
          admitted = server.equals(where.get(request.sync())) ? admitted : left(request.sync());
          return at(server, request.sync(), step);
        }
      } finally {
        moves.readLock().unlock();
        admitted.forEach(waker::wake);
      }
    }
  }

  /**
   * Moves everything of a connection to the server that it leads to. After a restart the server is
   * known only once the connection was probed.
   */
  private void bring(ConnectionKey connection, String server) {
    if (server.equals(known.get(connection))) {
      return;
    }
    var admitted = new ArrayList<ResourceID>();
    moves.writeLock().lock();
    try {
      var before = known.put(connection, server);
      if (before != null && !before.equals(server)) {
        admitted.addAll(move(connection, before, server));
      }
    } finally {
      moves.writeLock().unlock();
    }
    admitted.forEach(waker::wake);
  }

  private List<ResourceID> move(ConnectionKey connection, String from, String to) {
    var old = queues.get(from);
    if (old == null) {
      return List.of();
    }
    var admitted = new ArrayList<ResourceID>();
    for (var request : old.running(connection)) {
      admitted.addAll(at(from, request.sync(), queue -> queue.leave(request.sync())));
      at(to, request.sync(), queue -> queue.hold(request));
    }
    for (var request : old.waiting(connection)) {
      admitted.addAll(at(from, request.sync(), queue -> queue.leave(request.sync())));
      at(to, request.sync(), queue -> queue.queue(request));
      admitted.add(request.sync()); // woken to learn its state at the new server
    }
    return admitted;
  }

  /**
   * Checks in the same step whether the sync has anything there; does not wait for other servers.
   */
  private <R> R at(String server, ResourceID sync, Function<ServerQueue, R> step) {
    var result = new AtomicReference<R>();
    queues.compute(
        server,
        (_, present) -> {
          var queue = present == null ? new ServerQueue(limits) : present;
          result.set(step.apply(queue));
          if (queue.has(sync)) {
            where.put(sync, server);
          } else {
            where.remove(sync, server);
          }
          return queue.isEmpty() ? null : queue;
        });
    return Objects.requireNonNull(result.get());
  }
}
