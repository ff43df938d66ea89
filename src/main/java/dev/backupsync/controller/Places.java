package dev.backupsync.controller;

import dev.backupsync.connection.ConnectionKey;
import dev.backupsync.operation.Gate;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
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
final class Places {
  private final Map<String, ServerPlaces> servers = new ConcurrentHashMap<>();
  private final Map<ResourceID, String> where = new ConcurrentHashMap<>();
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
  Places(
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
  void hold(Claim claim) {
    var server = arrived(claim);
    at(server, claim.sync(), places -> places.hold(claim)).forEach(wake);
  }

  /** One that waited before a restart waits on, in its old place; nobody is called yet. */
  void queue(Claim claim) {
    var server = arrived(claim);
    at(
        server,
        claim.sync(),
        places -> {
          places.queue(claim);
          return List.of();
        });
  }

  /** Lets a sync in, or has it wait. */
  Entry enter(Claim claim) {
    var server = arrived(claim);
    var step = at(server, claim.sync(), places -> places.enter(claim));
    step.called().forEach(wake);
    return step.entry();
  }

  /** A sync runs no more, or wants to no more. */
  void leave(ResourceID sync) {
    var server = where.get(sync);
    if (server != null) {
      at(server, sync, places -> places.leave(sync)).forEach(wake);
    }
  }

  /** Where the claim belongs; what the sync had elsewhere is given up. */
  private String arrived(Claim claim) {
    var server = leadsTo.apply(claim.connection());
    var before = where.get(claim.sync());
    if (before != null && !before.equals(server)) {
      leave(claim.sync());
    }
    return server;
  }

  /**
   * In one step with whether the sync has anything there, and without waiting for other servers.
   */
  private <R> R at(String server, ResourceID sync, Function<ServerPlaces, R> step) {
    var result = new AtomicReference<R>();
    servers.compute(
        server,
        (_, known) -> {
          var places = known == null ? new ServerPlaces(limits) : known;
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
