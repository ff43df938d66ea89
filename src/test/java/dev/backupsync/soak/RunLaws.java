package dev.backupsync.soak;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.RunRecord;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.Trigger;
import dev.backupsync.simulator.Journal.Fate;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** One run for each trigger, a record for each run, and an answer to each request. */
final class RunLaws {
  private final Subject subject;
  private final Story story;
  private final List<String> violations;

  RunLaws(Subject subject, Story story) {
    this.subject = subject;
    this.story = story;
    this.violations = new ArrayList<>(story.oddities());
    judgeTriggers();
    story.runs().forEach(this::judgeEnd);
    judgeRequests();
    unsettled(subject, story.status()).ifPresent(violations::add);
  }

  private void judgeTriggers() {
    var runs = new HashMap<Trigger, String>();
    for (var attempt : story.attempts()) {
      switch (attempt.trigger().type()) {
        case CREATED, REQUESTED, SCHEDULED -> {
          var other = runs.putIfAbsent(attempt.trigger(), attempt.runId());
          if (other != null && !other.equals(attempt.runId())) {
            violations.add("two runs for " + attempt.trigger() + ": " + other + " and " + attempt);
          }
        }
        case DRIFT, TARGET_CHANGED -> {} // may ask again
      }
    }
    story.served().stream()
        .filter(token -> !subject.asked().contains(token))
        .forEach(token -> violations.add("served what nobody asked for: " + token));
  }

  /**
   * Every request was served by a run that began with it, in the order in which they were made, or
   * was replaced, while a run was in flight, by a later one that was.
   */
  private void judgeRequests() {
    var waiting = new ArrayDeque<>(subject.asked());
    for (var token : story.served()) {
      if (!waiting.contains(token)) {
        violations.add("served after a later one: " + token);
        continue;
      }
      for (var asked = waiting.poll(); !token.equals(asked); asked = waiting.poll()) {
        if (!subject.replaced().contains(asked)) {
          violations.add("lost: " + asked + ", before " + token);
        }
      }
    }
    waiting.forEach(token -> violations.add("lost: " + token));
  }

  private void judgeEnd(String run) {
    var record = story.ended(run);
    if (record.isEmpty()) {
      violations.add("no end of run " + run);
    } else if (record.get().reason() == Reason.SYNCHRONIZED && !wasWorkedFor(record.get())) {
      violations.add("said to be synchronized, and the vendor did nothing: " + record.get());
    }
  }

  private boolean wasWorkedFor(RunRecord record) {
    var begun = Objects.requireNonNullElse(record.startTime(), Instant.MAX);
    return subject.starts().stream()
        .filter(start -> start.fate() != Fate.FAILED && start.fate() != Fate.STOPPED)
        .flatMap(start -> start.ended().stream())
        .anyMatch(end -> !end.isBefore(begun));
  }

  /** What is left to do for a sync that is at rest; empty where nothing is. */
  static Optional<String> unsettled(Subject subject, SyncStatus status) {
    var last = subject.lastAsked().filter(token -> !subject.replaced().contains(token));
    if (status.inFlight() || status.queuedSince().isPresent()) {
      return Optional.of("stuck in " + status.state() + ": " + status.message());
    }
    if (last.filter(token -> !token.equals(status.lastHandledRequest())).isPresent()) {
      return Optional.of("not served: " + last.get() + ", but " + status.lastHandledRequest());
    }
    return status.knownConditions().stream().anyMatch(one -> "Ready".equals(one.getType()))
        ? Optional.empty()
        : Optional.of("no Ready condition: " + status.state());
  }

  List<String> violations() {
    return violations;
  }
}
