package dev.backupsync.controller;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.connection.ConnectionKey;
import dev.backupsync.operation.Gate;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * The places at one server. A place is had from the moment at which its sync is called, so that
 * nobody younger takes it meanwhile. Each step costs a few look-ups in ordered sets, however many
 * wait. Used by one thread at a time.
 */
final class ServerPlaces {
  private final ToIntFunction<ConnectionKey> limits;
  private final Map<ResourceID, Claim> running = new HashMap<>();
  private final Map<ResourceID, Claim> waiting = new HashMap<>();
  private final Map<String, WantedTarget> targets = new HashMap<>();
  private final Map<ConnectionKey, ConnectionLine> lines = new HashMap<>();
  private int byName;

  ServerPlaces(ToIntFunction<ConnectionKey> limits) {
    this.limits = limits;
  }

  /** Where one stands after a step, and who else may go because of it. */
  record Step(Places.Entry entry, List<ResourceID> called) {}

  boolean isEmpty() {
    return running.isEmpty() && waiting.isEmpty();
  }

  boolean has(ResourceID sync) {
    return running.containsKey(sync) || waiting.containsKey(sync);
  }

  /** Those of this connection that have a place. */
  List<Claim> running(ConnectionKey connection) {
    return through(connection, running);
  }

  /** Those of this connection that wait. */
  List<Claim> waiting(ConnectionKey connection) {
    return through(connection, waiting);
  }

  private static List<Claim> through(ConnectionKey connection, Map<ResourceID, Claim> claims) {
    return claims.values().stream().filter(one -> one.connection().equals(connection)).toList();
  }

  /** The sync runs, whatever stands in its way; those are returned who may go because of it. */
  List<ResourceID> hold(Claim claim) {
    var held = running.get(claim.sync());
    if (held != null && claim.repeats(held)) {
      return List.of();
    }
    var replaced = remove(claim.sync()).filter(before -> !claim.repeats(before)).isPresent();
    occupy(claim);
    return replaced ? called() : List.of();
  }

  /** The sync waits on in its old place; nobody may go because of it. */
  List<ResourceID> queue(Claim claim) {
    if (!has(claim.sync())) {
      await(claim);
    }
    return List.of();
  }

  Step enter(Claim wanted) {
    var held = running.get(wanted.sync());
    if (held != null && wanted.repeats(held)) {
      return new Step(new Places.Entry.In(), List.of());
    }
    var claim = known(wanted);
    if (claim.aliases().isEmpty() && mayBeMeantByOthers(claim)) {
      return new Step(new Places.Entry.Unclear(), List.of());
    }
    remove(claim.sync());
    await(claim);
    var called = called();
    var others = called.stream().filter(sync -> !sync.equals(claim.sync())).toList();
    return new Step(
        running.containsKey(claim.sync())
            ? new Places.Entry.In()
            : new Places.Entry.Wait(obstacle(claim)),
        others);
  }

  /** As old as it is, and with the aliases that were asked for when it came first. */
  private Claim known(Claim wanted) {
    var before = waiting.get(wanted.sync());
    if (before == null) {
      return wanted;
    }
    var aliases = before.aliases().filter(_ -> wanted.repeats(before));
    var claim = wanted.aliases().isPresent() ? wanted : aliases.map(wanted::with).orElse(wanted);
    return claim.notAfter(before);
  }

  List<ResourceID> leave(ResourceID sync) {
    return remove(sync).isPresent() ? called() : List.of();
  }

  /** Of those who are called by their id, the ones that are called by a name, and vice versa. */
  private boolean mayBeMeantByOthers(Claim claim) {
    var own = Stream.of(running, waiting).flatMap(all -> Stream.ofNullable(all.get(claim.sync())));
    var named = claim.exclusive().byName();
    var others = named ? running.size() + waiting.size() - byName : byName;
    return others > own.filter(one -> one.exclusive().byName() != named).count();
  }

  private void occupy(Claim claim) {
    running.put(claim.sync(), claim);
    byName += claim.exclusive().byName() ? 1 : 0;
    line(claim).took();
    claim.wanted().forEach(what -> target(what).hold(claim));
    claim.wanted().forEach(this::reorder);
  }

  private void await(Claim claim) {
    waiting.put(claim.sync(), claim);
    byName += claim.exclusive().byName() ? 1 : 0;
    claim.wanted().forEach(what -> target(what).await(claim));
    claim.wanted().forEach(this::reorder);
  }

  private Optional<Claim> remove(ResourceID sync) {
    var ran = Optional.ofNullable(running.remove(sync));
    var waited = Optional.ofNullable(waiting.remove(sync));
    ran.ifPresent(claim -> line(claim).left());
    waited.ifPresent(claim -> line(claim).notFirst(claim));
    var gone = ran.or(() -> waited);
    gone.ifPresent(
        claim -> {
          byName -= claim.exclusive().byName() ? 1 : 0;
          claim.wanted().forEach(what -> target(what).remove(claim));
          claim.wanted().forEach(this::reorder);
          lines.computeIfPresent(claim.connection(), (_, line) -> line.isEmpty() ? null : line);
        });
    return gone;
  }

  /** Brings in line who of those that want a target comes first in his connection's line. */
  private void reorder(String what) {
    var target = target(what);
    if (target.isEmpty()) {
      targets.remove(what);
      return;
    }
    target
        .candidates()
        .forEach(
            claim -> {
              if (isFirstEverywhere(claim)) {
                line(claim).first(claim);
              } else {
                line(claim).notFirst(claim);
              }
            });
  }

  private boolean isFirstEverywhere(Claim claim) {
    return claim.wanted().allMatch(what -> target(what).isFree() && target(what).isFirst(claim));
  }

  /** Gives places to all who may go now, oldest first. */
  private List<ResourceID> called() {
    var called = new ArrayList<ResourceID>();
    int before;
    do { // a line that is full now keeps its targets from nobody any more
      before = called.size();
      List.copyOf(lines.keySet()).forEach(connection -> call(connection, called));
    } while (called.size() > before);
    return called;
  }

  private void call(ConnectionKey connection, List<ResourceID> called) {
    for (var next = next(connection); next.isPresent(); next = next(connection)) {
      remove(next.get().sync());
      occupy(next.get());
      called.add(next.get().sync());
    }
  }

  private Optional<Claim> next(ConnectionKey connection) {
    var line = lines.get(connection);
    return line == null || !line.hasCandidates() || !hasRoom(connection)
        ? Optional.empty()
        : line.inOrder().filter(claim -> olderElsewhere(claim).isEmpty()).findFirst();
  }

  /**
   * One that is older and waits for the target alone. Whoever waits for his connection as well
   * keeps the target from nobody: else one whose connection is full could hold up all others.
   */
  private Optional<Claim> olderElsewhere(Claim claim) {
    return claim
        .wanted()
        .flatMap(what -> target(what).olderThan(claim))
        .filter(older -> hasRoom(older.connection()))
        .findFirst();
  }

  private boolean hasRoom(ConnectionKey connection) {
    var line = lines.get(connection);
    return (line == null ? 0 : line.inUse()) < limits.applyAsInt(connection);
  }

  /** In words that stay the same while one waits for the same, however many come first. */
  private Gate.Closed obstacle(Claim claim) {
    return claim
        .wanted()
        .flatMap(what -> target(what).holders())
        .findFirst()
        .or(() -> olderElsewhere(claim))
        .map(occupant -> targetBusy(claim, occupant))
        .orElseGet(() -> connectionBusy(claim));
  }

  private static Gate.Closed targetBusy(Claim claim, Claim occupant) {
    return new Gate.Closed(
        Reason.TARGET_BUSY,
        "%s is occupied by %s; of those that wait, the oldest is next"
            .formatted(claim.exclusive().what(), occupant.told(claim)));
  }

  private static Gate.Closed connectionBusy(Claim claim) {
    return new Gate.Closed(
        Reason.CONNECTION_BUSY,
        "Connection %s runs as many syncs as its spec.maxConcurrentSyncs allows;"
                .formatted(claim.connection())
            + " of those that wait, the oldest is next");
  }

  private WantedTarget target(String what) {
    return targets.computeIfAbsent(what, _ -> new WantedTarget());
  }

  private ConnectionLine line(Claim claim) {
    return lines.computeIfAbsent(claim.connection(), _ -> new ConnectionLine());
  }
}
