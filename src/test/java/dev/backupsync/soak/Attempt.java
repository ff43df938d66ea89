package dev.backupsync.soak;

import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.Trigger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the statuses told of one attempt of a run: when it was permitted to start, and what it had.
 */
final class Attempt {
  private final Run first;
  private final Instant seen = Instant.now();
  private final TreeMap<Instant, Boolean> licences = new TreeMap<>();
  private final Set<String> operations = new HashSet<>();
  private boolean adopted;

  Attempt(Run first) {
    this.first = first;
  }

  void seen(SyncStatus status, Run run) {
    adopted |= run.adopted();
    run.knownOperation().flatMap(Operation::knownId).ifPresent(operations::add);
    if (status.inFlight() && run.sentTime() != null) {
      licences.putIfAbsent(run.sentTime(), run.beganInNeed());
    }
  }

  /** When it was first seen. */
  Instant seen() {
    return seen;
  }

  String runId() {
    return first.id();
  }

  int number() {
    return first.attempt();
  }

  Trigger trigger() {
    return first.trigger();
  }

  boolean adopted() {
    return adopted;
  }

  boolean licensed() {
    return !licences.isEmpty();
  }

  /** Whether a status ever named this operation as the attempt's own. */
  boolean heardOf(String operation) {
    return operations.contains(operation);
  }

  Set<String> operations() {
    return operations;
  }

  /** The permit of a start at this time. */
  Optional<Instant> licence(Instant start) {
    return Optional.ofNullable(licences.floorKey(start));
  }

  /**
   * Whether the target was out of order, as far as the operator knew, when it permitted that start.
   */
  boolean neededAt(Instant start) {
    return Optional.ofNullable(licences.floorEntry(start.truncatedTo(ChronoUnit.SECONDS)))
        .map(Map.Entry::getValue)
        .orElse(false);
  }

  @Override
  public String toString() {
    return "%s run %s (%s %s), attempt %d%s, licensed at %s, operations %s"
        .formatted(
            seen,
            runId(),
            trigger().type(),
            trigger().token(),
            number(),
            adopted ? ", adopted" : "",
            licences,
            operations);
  }
}
