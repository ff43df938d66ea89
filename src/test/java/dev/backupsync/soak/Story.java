package dev.backupsync.soak;

import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.RunRecord;
import dev.backupsync.api.v1alpha1.SyncStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Every status that one sync ever had, told as runs and attempts. */
final class Story {
  private final Map<String, Attempt> attempts = new LinkedHashMap<>();
  private final Set<String> runs = new LinkedHashSet<>();
  private final Map<String, RunRecord> ended = new LinkedHashMap<>();
  private final Set<String> served = new LinkedHashSet<>();
  private final List<String> oddities = new ArrayList<>();
  private Optional<String> current = Optional.empty();
  private SyncStatus status = SyncStatus.NEW;

  synchronized void seen(SyncStatus next) {
    next.knownLastRun().ifPresent(this::over);
    pinned(next);
    next.knownRun().ifPresent(run -> moved(next, run));
    Optional.ofNullable(next.lastHandledRequest()).ifPresent(served::add);
    status = next;
  }

  /** A request is handled by a run that begins with it, and by no other. */
  private void pinned(SyncStatus next) {
    var token = next.lastHandledRequest();
    if (token != null
        && !token.equals(status.lastHandledRequest())
        && next.knownRun().map(Run::id).filter(id -> !runs.contains(id)).isEmpty()) {
      oddities.add("said to be handled, and no run began with it: " + token);
    }
  }

  private void over(RunRecord record) {
    var before = ended.putIfAbsent(record.id(), record);
    if (before != null && !before.equals(record)) {
      oddities.add("ended twice: " + before + " and " + record);
    }
  }

  private void moved(SyncStatus next, Run run) {
    if (current.filter(run.id()::equals).isEmpty()) {
      current
          .filter(before -> !ended.containsKey(before))
          .ifPresent(before -> oddities.add("went without a record: run " + before));
      if (!runs.add(run.id())) {
        oddities.add("came back: run " + run.id());
      }
      current = Optional.of(run.id());
    }
    if (next.inFlight() && ended.containsKey(run.id())) {
      oddities.add("went on after its end: run " + run.id());
    }
    attempts.computeIfAbsent(run.id() + "#" + run.attempt(), _ -> new Attempt(run)).seen(next, run);
  }

  /** Oldest first. */
  synchronized List<Attempt> attempts() {
    return List.copyOf(attempts.values());
  }

  synchronized List<String> runs() {
    return List.copyOf(runs);
  }

  synchronized Optional<RunRecord> ended(String run) {
    return Optional.ofNullable(ended.get(run));
  }

  /** Requests that were ever said to be handled, in that order. */
  synchronized List<String> served() {
    return List.copyOf(served);
  }

  /** Whether the last request that was made is handled. */
  synchronized boolean handled(String token) {
    return token.equals(status.lastHandledRequest());
  }

  /** What no story may tell. */
  synchronized List<String> oddities() {
    return List.copyOf(oddities);
  }

  /** As it was last seen. */
  synchronized SyncStatus status() {
    return status;
  }

  synchronized boolean resting() {
    return !status.inFlight() && status.queuedSince().isEmpty();
  }
}
