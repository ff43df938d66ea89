package dev.backupsync.soak;

import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.simulator.Journal;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One sync with its own target at a vendor, and what was asked of it. */
final class Subject {
  /**
   * What a subject is made of.
   *
   * @param target the target's id in the journal
   * @param blind whether the vendor has no list of what runs
   * @param heals whether a target in order tells that a run did its work
   * @param doubt how long a start whose answer was lost is waited for, where the vendor is blind
   * @param breaking gets the target out of order
   */
  record Make(
      String name,
      Class<? extends CustomResource<?, SyncStatus>> kind,
      String manifest,
      Journal journal,
      String target,
      boolean blind,
      boolean heals,
      Duration doubt,
      Runnable breaking) {}

  private final Make make;
  private final List<String> asked = new ArrayList<>();
  private final Set<String> replaced = new HashSet<>();
  private final List<Instant> broken = new ArrayList<>();

  Subject(Make make) {
    this.make = make;
  }

  Make make() {
    return make;
  }

  String name() {
    return make.name();
  }

  synchronized void asked(String token) {
    asked.add(token);
  }

  /** A request that nobody needs to serve any more, because another one took its place in time. */
  synchronized void replaced(String token) {
    replaced.add(token);
  }

  synchronized Set<String> replaced() {
    return Set.copyOf(replaced);
  }

  synchronized Optional<String> lastAsked() {
    return asked.isEmpty() ? Optional.empty() : Optional.of(asked.getLast());
  }

  /** Every request, oldest first. */
  synchronized List<String> asked() {
    return List.copyOf(asked);
  }

  synchronized void breakTarget() {
    broken.add(Instant.now());
    make.breaking().run();
  }

  synchronized boolean brokenBetween(Instant from, Instant to) {
    return broken.stream().anyMatch(time -> !time.isBefore(from) && !time.isAfter(to));
  }

  /** What the vendor accepted for its target, oldest first. */
  List<Journal.Start> starts() {
    return make.journal().starts().stream()
        .filter(start -> start.target().equals(make.target()))
        .toList();
  }
}
