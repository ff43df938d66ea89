package dev.backupsync.soak;

import dev.backupsync.api.v1alpha1.RunResult;
import dev.backupsync.simulator.Journal.Fate;
import dev.backupsync.simulator.Journal.Start;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One start for each attempt, and one operation at a time for each target. What no operator could
 * have known is counted by its reason; everything else is a violation.
 */
final class StartLaws {
  static final String FORGOTTEN = "the vendor forgot the run whose answer was lost";
  static final String VANISHED = "over, and shown no more, before anybody could look";
  static final String DOUBTED = "answer lost, target as before, doubt over";
  static final String GIVEN_UP = "cancelled while its answer was lost";

  private final Subject subject;
  private final Story story;
  private final Attribution attribution;
  private final List<String> violations = new ArrayList<>();
  private final Map<String, Integer> doubles = new TreeMap<>();

  StartLaws(Subject subject, Story story) {
    this.subject = subject;
    this.story = story;
    this.attribution = Attribution.of(subject, story);
    violations.addAll(attribution.violations());
    attribution.starts().forEach(this::judgeDoubles);
    judgeOverlaps();
    judgeRetries();
  }

  private void judgeDoubles(Attempt attempt, List<Start> starts) {
    for (var i = 1; i < starts.size(); i++) {
      var earlier = starts.get(i - 1);
      var later = starts.get(i);
      excuse(attempt, earlier, later)
          .ifPresentOrElse(
              why -> doubles.merge(why, 1, Integer::sum),
              () ->
                  violations.add(
                      "second start for %s: %s and %s".formatted(attempt, earlier, later)));
    }
  }

  private Optional<String> excuse(Attempt attempt, Start earlier, Start later) {
    if (attempt.heardOf(earlier.operation())) {
      return Optional.empty();
    }
    var telltale =
        subject.make().heals()
            && attempt.neededAt(earlier.accepted())
            && earlier.fate() != Fate.FAILED
            && !subject.brokenBetween(earlier.accepted(), later.accepted());
    if (subject.make().blind()) {
      var waited =
          attempt
              .licence(earlier.accepted())
              .map(licence -> licence.plus(subject.make().doubt()))
              .filter(doubtEnds -> !later.accepted().isBefore(doubtEnds))
              .isPresent();
      return waited && !telltale ? Optional.of(DOUBTED) : Optional.empty();
    }
    return switch (earlier.fate()) {
      case FORGOTTEN -> Optional.of(FORGOTTEN);
      case VANISHED -> telltale ? Optional.empty() : Optional.of(VANISHED);
      case RUNNING, DONE, FAILED, STOPPED -> Optional.empty();
    };
  }

  private void judgeOverlaps() {
    var starts = subject.starts();
    for (var i = 1; i < starts.size(); i++) {
      var earlier = starts.get(i - 1);
      var later = starts.get(i);
      if (earlier.ended().map(later.accepted()::isBefore).orElse(true)) {
        if (isGivenUp(earlier)) {
          doubles.merge(GIVEN_UP, 1, Integer::sum);
        } else {
          violations.add("two at once: %s and %s".formatted(earlier, later));
        }
      }
    }
  }

  /**
   * Who gives a run up that may have started at a vendor without a list can never find it again.
   */
  private boolean isGivenUp(Start start) {
    return subject.make().blind()
        && story.attempts().stream().noneMatch(one -> one.heardOf(start.operation()))
        && attribution.starts().entrySet().stream()
            .filter(entry -> entry.getValue().contains(start))
            .flatMap(entry -> story.ended(entry.getKey().runId()).stream())
            .anyMatch(record -> record.result() == RunResult.CANCELLED);
  }

  /** A further attempt only where the vendor failed or lost the one before. */
  private void judgeRetries() {
    var attempts = story.attempts();
    for (var i = 1; i < attempts.size(); i++) {
      var before = attempts.get(i - 1);
      var next = attempts.get(i);
      if (next.runId().equals(before.runId()) && !deservesRetry(before, next)) {
        violations.add("%s follows, although %s".formatted(next, told(before)));
      }
    }
  }

  private boolean deservesRetry(Attempt before, Attempt next) {
    return told(before).stream()
        .reduce((_, last) -> last)
        .filter(
            last ->
                last.fate() == Fate.FAILED
                    || last.fate() == Fate.FORGOTTEN
                    || subject.brokenBetween(last.accepted(), next.seen()))
        .isPresent();
  }

  private List<Start> told(Attempt attempt) {
    return subject.starts().stream()
        .filter(
            start ->
                attempt.heardOf(start.operation())
                    || attribution.starts().get(attempt).contains(start))
        .toList();
  }

  List<String> violations() {
    return violations;
  }

  /** How often a start was repeated or met another one, by what excuses it. */
  Map<String, Integer> doubles() {
    return doubles;
  }

  int accepted() {
    return subject.starts().size();
  }

  /** Attempts for which the vendor accepted a start. */
  int started() {
    return (int) attribution.starts().values().stream().filter(list -> !list.isEmpty()).count();
  }
}
