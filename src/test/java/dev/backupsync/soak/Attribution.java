package dev.backupsync.soak;

import dev.backupsync.simulator.Journal.Start;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which attempt each accepted start was for: the one whose status names it, else the one that was
 * permitted last when the vendor accepted it.
 */
final class Attribution {
  private final Map<Attempt, List<Start>> starts = new LinkedHashMap<>();
  private final List<String> violations = new ArrayList<>();

  private Attribution() {}

  static Attribution of(Subject subject, Story story) {
    var attribution = new Attribution();
    var attempts = story.attempts();
    attempts.forEach(attempt -> attribution.starts.put(attempt, new ArrayList<>()));
    subject.starts().forEach(start -> attribution.add(attempts, start));
    return attribution;
  }

  private void add(List<Attempt> attempts, Start start) {
    var hearers = attempts.stream().filter(one -> one.heardOf(start.operation())).toList();
    if (!hearers.isEmpty() && hearers.stream().noneMatch(one -> isKnownTo(one, start))) {
      violations.add("no licence was saved before " + start + " of " + hearers.getFirst());
    }
    var holder =
        hearers.stream()
            .filter(one -> one.licence(start.accepted()).isPresent())
            .findFirst()
            .or(() -> lastLicensed(attempts, start));
    holder.ifPresentOrElse(
        attempt -> starts.get(attempt).add(start),
        () -> violations.add("nothing licensed " + start));
  }

  private static boolean isKnownTo(Attempt attempt, Start start) {
    return attempt.adopted() || attempt.licence(start.accepted()).isPresent();
  }

  private static Optional<Attempt> lastLicensed(List<Attempt> attempts, Start start) {
    return attempts.stream()
        .filter(attempt -> attempt.licence(start.accepted()).isPresent())
        .reduce((_, later) -> later);
  }

  /** In the order of the attempts; none where an attempt was accepted no start. */
  Map<Attempt, List<Start>> starts() {
    return starts;
  }

  List<String> violations() {
    return violations;
  }
}
