package dev.backupsync.controller;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.connection.ConnectionKey;
import dev.backupsync.operation.Gate;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
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
  private final Consumer<ResourceID> wake;

  /**
   * Starts empty.
   *
   * @param limits how many may run through a connection at a time
   * @param servers where a connection leads, the same for all that lead there
   * @param wake calls one that waits and may go now
   */
  Places(
      ToIntFunction<ConnectionKey> limits,
      Function<ConnectionKey, String> servers,
      Consumer<ResourceID> wake) {
    this.limits = limits;
    this.servers = servers;
    this.wake = wake;
  }

  /** What became of one who wanted in. */
  sealed interface Entry {
    record In() implements Entry {}

    record Wait(Gate.Closed busy) implements Entry {}

    /** Somebody else may be after the same thing by another name: its aliases are needed. */
    record Unclear() implements Entry {}
  }

  /** Where one stands after a step, and who may go because of it. */
  private record Step(Entry entry, List<ResourceID> called) {}

  /** A run that is under way occupies its place, whatever the limits say now. */
  void hold(Claim claim) {
    holding(claim).forEach(wake);
  }

  private synchronized List<ResourceID> holding(Claim claim) {
    var replaced = replaces(claim);
    occupy(claim);
    return replaced ? othersThatMayGo(claim) : List.of();
  }

  private void occupy(Claim claim) {
    waiting.remove(claim.sync());
    running.merge(claim.sync(), claim, (held, next) -> next.repeats(held) ? held : next);
  }

  /** Whether the sync was after something else before, for which others may wait. */
  private boolean replaces(Claim claim) {
    return Stream.of(running, waiting)
        .flatMap(claims -> Stream.ofNullable(claims.get(claim.sync())))
        .anyMatch(before -> !claim.repeats(before));
  }

  private List<ResourceID> othersThatMayGo(Claim claim) {
    return next().stream().filter(sync -> !sync.equals(claim.sync())).toList();
  }

  /** One that waited before a restart waits on, in its old place. */
  synchronized void queue(Claim claim) {
    waiting.putIfAbsent(claim.sync(), claim);
  }

  /** Lets a sync in, or has it wait. */
  Entry enter(Claim claim) {
    var step = entering(claim);
    step.called.forEach(wake);
    return step.entry;
  }

  private synchronized Step entering(Claim claim) {
    var held = running.get(claim.sync());
    if (held != null && claim.repeats(held)) {
      return new Step(new Entry.In(), List.of());
    }
    if (claim.aliases().isEmpty() && mayBeMeantByOthers(claim)) {
      return new Step(new Entry.Unclear(), List.of());
    }
    var replaced = replaces(claim);
    running.remove(claim.sync());
    waiting.merge(claim.sync(), claim, (queued, next) -> next.notAfter(queued));
    var turn = Objects.requireNonNull(turns().get(claim.sync()));
    if (turn instanceof Turn.Go) {
      occupy(claim);
    }
    return new Step(
        turn.obstacle(claim).<Entry>map(Entry.Wait::new).orElseGet(Entry.In::new),
        replaced ? othersThatMayGo(claim) : List.of());
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

  /** A sync runs no more, or wants to no more. */
  void leave(ResourceID sync) {
    leaving(sync).forEach(wake);
  }

  private synchronized List<ResourceID> leaving(ResourceID sync) {
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
    var turns = new LinkedHashMap<ResourceID, Turn>();
    for (var claim : waiting.values().stream().sorted(OLDEST_FIRST).toList()) {
      var keys = keys(claim);
      var occupant = keys.stream().map(occupants::get).filter(Objects::nonNull).findFirst();
      var used = inUse.getOrDefault(claim.connection(), 0);
      var full = used >= limits.applyAsInt(claim.connection());
      if (!full) {
        keys.forEach(key -> occupants.putIfAbsent(key, claim));
      }
      if (occupant.isPresent()) {
        turns.put(claim.sync(), new Turn.BehindTarget(occupant.get()));
      } else if (full) {
        turns.put(claim.sync(), new Turn.BehindConnection());
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

    record BehindTarget(Claim occupant) implements Turn {}

    record BehindConnection() implements Turn {}

    /** In words that stay the same while one waits for the same, however many come first. */
    default Optional<Gate.Closed> obstacle(Claim claim) {
      return switch (this) {
        case Go _ -> Optional.empty();
        case BehindTarget(var occupant) ->
            Optional.of(
                new Gate.Closed(
                    Reason.TARGET_BUSY,
                    "%s is occupied by %s; the oldest that waits goes first"
                        .formatted(claim.exclusive().what(), occupant.told(claim))));
        case BehindConnection _ ->
            Optional.of(
                new Gate.Closed(
                    Reason.CONNECTION_BUSY,
                    "Connection %s runs as many syncs as its spec.maxConcurrentSyncs allows;"
                            .formatted(claim.connection())
                        + " the oldest that waits goes first"));
      };
    }
  }
}
