package dev.backupsync.simulator;

import dev.backupsync.simulator.AzureScript.Course;
import dev.backupsync.simulator.AzureScript.End;
import dev.backupsync.simulator.Journal.Fate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The instances and operations of one Azure, and the rules by which operations begin and end. */
final class AzureStore {
  private final InstantSource clock;
  private final AzureScript script;
  private final Map<String, AzureInstance> instances = new LinkedHashMap<>();
  private final Set<AzureOperation> running = new LinkedHashSet<>();
  private final Journal journal;
  private Instant nextDue = Instant.MAX; // until then only hands end what runs
  private int mostAtOnce;

  AzureStore(InstantSource clock, AzureScript script) {
    this.clock = clock;
    this.script = script;
    this.journal = new Journal(clock);
  }

  synchronized AzureInstance add(String vault, String name) {
    var instance = new AzureInstance(vault, name);
    instances.put(key(instance.id()), instance);
    return instance;
  }

  synchronized void remove(AzureInstance instance) {
    instances.remove(key(instance.id()));
  }

  synchronized Optional<AzureInstance> instance(String id) {
    settle();
    return Optional.ofNullable(instances.get(key(id)));
  }

  /** Those of this vault, in the order in which they were added. */
  synchronized List<AzureInstance> instances(String vaultId) {
    settle();
    var vault = key(vaultId);
    return instances.values().stream().filter(one -> one.vaultKey().equals(vault)).toList();
  }

  /** Whether anything lives below this id: a subscription, a resource group, a vault. */
  synchronized boolean knows(String id) {
    var below = key(id) + "/";
    return instances.keySet().stream().anyMatch(one -> one.startsWith(below));
  }

  synchronized Optional<AzureOperation> runningInVault(AzureInstance instance) {
    settle();
    return running.stream()
        .filter(one -> one.instance().vaultKey().equals(instance.vaultKey()))
        .findFirst();
  }

  synchronized AzureOperation start(AzureInstance instance) {
    var operation = plant(instance);
    journal.accepted(operation.id(), instance.id());
    instance.accepted(
        (int) running.stream().filter(one -> one.instance().equals(instance)).count());
    return operation;
  }

  /** An operation that nobody is to count as ours. */
  synchronized AzureOperation plant(AzureInstance instance) {
    var course = script.courses.map(Supplier::get);
    var progress = new Progress(clock, course.map(Course::duration).orElse(script.duration), 0);
    var operation = new AzureOperation(instance, progress, course.map(Course::end));
    running.add(operation);
    mostAtOnce = Math.max(mostAtOnce, running.size());
    progress.due().filter(nextDue::isAfter).ifPresent(due -> nextDue = due);
    return operation;
  }

  synchronized void atOnce(AzureInstance instance) {
    instance.accepted(1);
    instance.converge(script.lag);
  }

  synchronized void advance(AzureInstance instance, int percent) {
    current(instance).progress().set(percent);
    nextDue = Instant.MIN;
    settle();
  }

  synchronized void end(AzureInstance instance, End how) {
    end(current(instance), how);
  }

  synchronized void settle() {
    if (clock.instant().isBefore(nextDue)) {
      return;
    }
    running.stream()
        .filter(one -> one.progress().complete())
        .toList()
        .forEach(one -> end(one, one.planned().orElse(script.end)));
    nextDue =
        running.stream()
            .flatMap(one -> one.progress().due().stream())
            .min(Comparator.naturalOrder())
            .orElse(Instant.MAX);
  }

  synchronized int maxConcurrentOperations() {
    return mostAtOnce;
  }

  Journal journal() {
    return journal;
  }

  private void end(AzureOperation operation, End how) {
    operation.end(how, clock.instant());
    running.remove(operation);
    journal.ended(operation.id(), how.succeeded() ? Fate.DONE : Fate.FAILED);
    if (how.succeeded()) {
      operation.instance().converge(script.lag);
    }
  }

  private AzureOperation current(AzureInstance instance) {
    return running.stream()
        .filter(one -> one.instance().equals(instance))
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException("No operation of " + instance.id()));
  }

  /** The vendor compares without case. */
  static String key(String id) {
    return id.toLowerCase(Locale.ROOT);
  }
}
