package dev.backupsync.controller;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.connection.ConnectionKey;
import dev.backupsync.operation.Gate;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * Who may run, of the syncs of one kind: one at a time for each target, so many for each
 * connection, oldest first. Whoever leaves calls those who may go next; nobody polls.
 *
 * <p>A view of the statuses: filled from them after a restart, before anybody is let in.
 */
final class Places {
  private static final Comparator<Claim> OLDEST_FIRST =
      Comparator.comparing(Claim::since).thenComparing(claim -> claim.sync().toString());

  private final Map<ResourceID, Claim> running = new HashMap<>();
  private final Map<ResourceID, Claim> waiting = new HashMap<>();
  private final ToIntFunction<ConnectionKey> limits;
  private final Function<ConnectionKey, String> servers;

  /**
   * Starts empty.
   *
   * @param limits how many may run through a connection at a time
   * @param servers where a connection leads, the same for all that lead there
   */
  Places(ToIntFunction<ConnectionKey> limits, Function<ConnectionKey, String> servers) {
    this.limits = limits;
    this.servers = servers;
  }

  /** What became of one who wanted in. */
  sealed interface Entry {
    record In() implements Entry {}

    record Wait(Gate.Closed busy) implements Entry {}

    /** Somebody else may be after the same thing by another name: its aliases are needed. */
    record Unclear() implements Entry {}
  }

  /** A run that is under way occupies its place, whatever the limits say now. */
  synchronized void hold(Claim claim) {
    waiting.remove(claim.sync());
    running.merge(claim.sync(), claim, (held, next) -> next.repeats(held) ? held : next);
  }

  /** One that waited before a restart waits on, in its old place. */
  synchronized void queue(Claim claim) {
    waiting.putIfAbsent(claim.sync(), claim);
  }

  /**
   * Lets a sync in, or has it wait.
   *
   * @param now for people: when it was told its place
   */
  synchronized Entry enter(Claim claim, Instant now) {
    var held = running.get(claim.sync());
    if (held != null && claim.repeats(held)) {
      return new Entry.In();
    }
    if (claim.aliases().isEmpty() && mayBeMeantByOthers(claim)) {
      return new Entry.Unclear();
    }
    running.remove(claim.sync());
    waiting.merge(claim.sync(), claim, (queued, next) -> next.notAfter(queued));
    var turn = Objects.requireNonNull(turns().get(claim.sync()));
    if (turn instanceof Turn.Go) {
      hold(claim);
    }
    return turn.obstacle(claim, now).<Entry>map(Entry.Wait::new).orElseGet(Entry.In::new);
  }

  private boolean mayBeMeantByOthers(Claim claim) {
    var server = servers.apply(claim.connection());
    return Stream.concat(running.values().stream(), waiting.values().stream())
        .filter(claim::mayMean)
        .anyMatch(other -> servers.apply(other.connection()).equals(server));
  }

  /** Where it is, and what it is: whoever shares one of these is in the other's way. */
  private List<String> keys(Claim claim) {
    var server = servers.apply(claim.connection());
    return claim.claimed().map(exclusive -> server + " " + exclusive.what()).toList();
  }

  /**
   * A sync runs no more, or wants to no more.
   *
   * @return who may go now and should be woken
   */
  synchronized List<ResourceID> leave(ResourceID sync) {
    var ran = running.remove(sync) != null;
    var waited = waiting.remove(sync) != null;
    return ran || waited ? next() : List.of();
  }

  private List<ResourceID> next() {
    return turns().entrySet().stream()
        .filter(entry -> entry.getValue() instanceof Turn.Go)
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * Everybody's turn, oldest first: nobody is overtaken by a younger one with the same target. Yet
   * whoever waits for his connection as well keeps the target from nobody: else one whose
   * connection is full could hold up all others who want it.
   */
  private Map<ResourceID, Turn> turns() {
    var occupants = new HashMap<String, Claim>();
    var inUse = new HashMap<ConnectionKey, Integer>();
    for (var claim : running.values()) {
      keys(claim).forEach(key -> occupants.put(key, claim));
      inUse.merge(claim.connection(), 1, Integer::sum);
    }
    var places = new HashMap<ConnectionKey, Integer>();
    var turns = new LinkedHashMap<ResourceID, Turn>();
    for (var claim : waiting.values().stream().sorted(OLDEST_FIRST).toList()) {
      var place = places.merge(claim.connection(), 1, Integer::sum);
      var keys = keys(claim);
      var occupant = keys.stream().map(occupants::get).filter(Objects::nonNull).findFirst();
      var used = inUse.getOrDefault(claim.connection(), 0);
      var full = used >= limits.applyAsInt(claim.connection());
      if (!full) {
        keys.forEach(key -> occupants.putIfAbsent(key, claim));
      }
      if (occupant.isPresent()) {
        turns.put(claim.sync(), new Turn.BehindTarget(occupant.get(), place));
      } else if (full) {
        turns.put(claim.sync(), new Turn.BehindConnection(place));
      } else {
        turns.put(claim.sync(), new Turn.Go());
        inUse.put(claim.connection(), used + 1);
      }
    }
    return turns;
  }

  /** Whether one who waits may go, and if not, for what it waits. */
  private sealed interface Turn {
    record Go() implements Turn {}

    record BehindTarget(Claim occupant, int place) implements Turn {}

    record BehindConnection(int place) implements Turn {}

    default Optional<Gate.Closed> obstacle(Claim claim, Instant now) {
      return switch (this) {
        case Go _ -> Optional.empty();
        case BehindTarget(var occupant, var place) ->
            Optional.of(
                new Gate.Closed(
                    Reason.TARGET_BUSY,
                    "%s is occupied by %s; waiting in place %d (at %s)"
                        .formatted(claim.exclusive().what(), occupant.told(claim), place, now)));
        case BehindConnection(var place) ->
            Optional.of(
                new Gate.Closed(
                    Reason.CONNECTION_BUSY,
                    "Connection %s runs as many syncs as its spec.maxConcurrentSyncs allows;"
                            .formatted(claim.connection())
                        + " waiting in place %d (at %s)".formatted(place, now)));
      };
    }
  }
}
