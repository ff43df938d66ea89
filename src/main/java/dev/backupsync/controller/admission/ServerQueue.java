package dev.backupsync.controller.admission;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.connection.ConnectionKey;
import dev.backupsync.statemachine.Gate;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The syncs of one kind at one server, those that have a place and those that wait for one. A sync
 * owns its place from the moment at which it is woken, so that no younger sync takes the place
 * meanwhile. Each step costs a few look-ups in ordered sets, however many syncs wait. Used by one
 * thread at a time.
 */
final class ServerQueue {
  private final LimitOfConnection limits;
  private final Map<ResourceID, AdmissionRequest> running = new HashMap<>();
  private final Map<ResourceID, AdmissionRequest> waiting = new HashMap<>();
  private final Map<String, TargetLock> targets = new HashMap<>();
  private final Map<ConnectionKey, ConnectionQueue> connections = new HashMap<>();
  private int byName;

  ServerQueue(LimitOfConnection limits) {
    this.limits = limits;
  }

  /** The result of a step for the sync itself, and the other syncs that may go because of it. */
  record Step(RunQueue.Entry entry, List<ResourceID> admitted) {}

  boolean isEmpty() {
    return running.isEmpty() && waiting.isEmpty();
  }

  boolean has(ResourceID sync) {
    return running.containsKey(sync) || waiting.containsKey(sync);
  }

  /** The syncs of this connection that have a place. */
  List<AdmissionRequest> running(ConnectionKey connection) {
    return through(connection, running);
  }

  /** The syncs of this connection that wait. */
  List<AdmissionRequest> waiting(ConnectionKey connection) {
    return through(connection, waiting);
  }

  private static List<AdmissionRequest> through(
      ConnectionKey connection, Map<ResourceID, AdmissionRequest> requests) {
    return requests.values().stream().filter(one -> one.connection().equals(connection)).toList();
  }

  /** The sync runs, whatever the limits say; returns the syncs that may go because of this. */
  List<ResourceID> hold(AdmissionRequest request) {
    var held = running.get(request.sync());
    if (held != null && request.repeats(held)) {
      return List.of();
    }
    var replaced = remove(request.sync()).filter(before -> !request.repeats(before)).isPresent();
    occupy(request);
    return replaced ? admitAll() : List.of();
  }

  /** The sync waits again at its old position; no sync may go because of this. */
  List<ResourceID> queue(AdmissionRequest request) {
    if (!has(request.sync())) {
      await(request);
    }
    return List.of();
  }

  Step enter(AdmissionRequest wanted) {
    var held = running.get(wanted.sync());
    if (held != null && wanted.repeats(held)) {
      return new Step(new RunQueue.Entry.Admitted(), List.of());
    }
    var request = known(wanted);
    if (request.aliases().isEmpty() && mayBeMeantByOthers(request)) {
      return new Step(new RunQueue.Entry.NeedsAliases(), List.of());
    }
    remove(request.sync());
    await(request);
    var admitted = admitAll();
    var others = admitted.stream().filter(sync -> !sync.equals(request.sync())).toList();
    return new Step(
        running.containsKey(request.sync())
            ? new RunQueue.Entry.Admitted()
            : new RunQueue.Entry.Waits(obstacle(request)),
        others);
  }

  /** The request with its first waiting time and the aliases that were found then. */
  private AdmissionRequest known(AdmissionRequest wanted) {
    var before = waiting.get(wanted.sync());
    if (before == null) {
      return wanted;
    }
    var aliases = before.aliases().filter(_ -> wanted.repeats(before));
    var request = wanted.aliases().isPresent() ? wanted : aliases.map(wanted::with).orElse(wanted);
    return request.notAfter(before);
  }

  List<ResourceID> leave(ResourceID sync) {
    return remove(sync).isPresent() ? admitAll() : List.of();
  }

  /** Whether requests by id may mean the same as this one by name, or the reverse. */
  private boolean mayBeMeantByOthers(AdmissionRequest request) {
    var own =
        Stream.of(running, waiting).flatMap(all -> Stream.ofNullable(all.get(request.sync())));
    var named = request.exclusive().byName();
    var others = named ? running.size() + waiting.size() - byName : byName;
    return others > own.filter(one -> one.exclusive().byName() != named).count();
  }

  private void occupy(AdmissionRequest request) {
    running.put(request.sync(), request);
    byName += request.exclusive().byName() ? 1 : 0;
    queueOf(request).took();
    request.wanted().forEach(what -> target(what).hold(request));
    request.wanted().forEach(this::reorder);
  }

  private void await(AdmissionRequest request) {
    waiting.put(request.sync(), request);
    byName += request.exclusive().byName() ? 1 : 0;
    request.wanted().forEach(what -> target(what).await(request));
    request.wanted().forEach(this::reorder);
  }

  private Optional<AdmissionRequest> remove(ResourceID sync) {
    var ran = Optional.ofNullable(running.remove(sync));
    var waited = Optional.ofNullable(waiting.remove(sync));
    ran.ifPresent(request -> queueOf(request).left());
    waited.ifPresent(request -> queueOf(request).notFirst(request));
    var gone = ran.or(() -> waited);
    gone.ifPresent(
        request -> {
          byName -= request.exclusive().byName() ? 1 : 0;
          request.wanted().forEach(what -> target(what).remove(request));
          request.wanted().forEach(this::reorder);
          connections.computeIfPresent(
              request.connection(), (_, queue) -> queue.isEmpty() ? null : queue);
        });
    return gone;
  }

  /**
   * Updates, for each request that wants a target, which one is first in its connection's queue.
   */
  private void reorder(String what) {
    var target = target(what);
    if (target.isEmpty()) {
      targets.remove(what);
      return;
    }
    target
        .candidates()
        .forEach(
            request -> {
              if (isFirstEverywhere(request)) {
                queueOf(request).first(request);
              } else {
                queueOf(request).notFirst(request);
              }
            });
  }

  private boolean isFirstEverywhere(AdmissionRequest request) {
    return request
        .wanted()
        .allMatch(what -> target(what).isFree() && target(what).isFirst(request));
  }

  /** Gives places to all requests that may go now, oldest first. */
  private List<ResourceID> admitAll() {
    var admitted = new ArrayList<ResourceID>();
    int before;
    do { // a connection that is full now no longer reserves targets
      before = admitted.size();
      List.copyOf(connections.keySet()).forEach(connection -> admitFrom(connection, admitted));
    } while (admitted.size() > before);
    return admitted;
  }

  private void admitFrom(ConnectionKey connection, List<ResourceID> admitted) {
    for (var next = next(connection); next.isPresent(); next = next(connection)) {
      remove(next.get().sync());
      occupy(next.get());
      admitted.add(next.get().sync());
    }
  }

  private Optional<AdmissionRequest> next(ConnectionKey connection) {
    var queue = connections.get(connection);
    return queue == null || !queue.hasCandidates() || !queue.hasRoom()
        ? Optional.empty()
        : queue.inOrder().filter(request -> olderElsewhere(request).isEmpty()).findFirst();
  }

  /**
   * An older request of another connection that waits only for the target. A request that also
   * waits for its connection does not reserve the target: otherwise a full connection could block
   * all others.
   */
  private Optional<AdmissionRequest> olderElsewhere(AdmissionRequest request) {
    return request
        .wanted()
        .flatMap(what -> target(what).olderThan(request))
        .filter(older -> hasRoom(older.connection()))
        .findFirst();
  }

  private boolean hasRoom(ConnectionKey connection) {
    var queue = connections.get(connection);
    return (queue == null ? empty(connection) : queue).hasRoom();
  }

  /** The wording stays the same while the reason does, however many requests are ahead. */
  private Gate.Closed obstacle(AdmissionRequest request) {
    return request
        .wanted()
        .flatMap(what -> target(what).holders())
        .findFirst()
        .or(() -> olderElsewhere(request))
        .map(occupant -> targetBusy(request, occupant))
        .orElseGet(() -> connectionBusy(request));
  }

  private static Gate.Closed targetBusy(AdmissionRequest request, AdmissionRequest occupant) {
    return new Gate.Closed(
        Reason.TARGET_BUSY,
        "%s is occupied by %s; of those that wait, the oldest is next"
            .formatted(request.exclusive().what(), occupant.describeFor(request)));
  }

  private static Gate.Closed connectionBusy(AdmissionRequest request) {
    return new Gate.Closed(
        Reason.CONNECTION_BUSY,
        "Connection %s runs as many syncs as its spec.maxConcurrentSyncs allows;"
                .formatted(request.connection())
            + " of those that wait, the oldest is next");
  }

  private TargetLock target(String what) {
    return targets.computeIfAbsent(what, _ -> new TargetLock());
  }

  private ConnectionQueue queueOf(AdmissionRequest request) {
    return connections.computeIfAbsent(request.connection(), this::empty);
  }

  private ConnectionQueue empty(ConnectionKey connection) {
    return new ConnectionQueue(() -> limits.limit(connection));
  }
}
