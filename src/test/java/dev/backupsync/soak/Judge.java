package dev.backupsync.soak;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** Holds all that the statuses told against all that the vendors accepted. */
final class Judge {
  private static final double MOST_HEAP_MEGABYTES = 96;

  private record Case(Subject subject, Story story, StartLaws starts, RunLaws runs) {}

  private final List<Case> cases;
  private final Trace trace;

  Judge(List<Subject> subjects, Trace trace) {
    this.trace = trace;
    this.cases = subjects.stream().map(this::open).toList();
  }

  private Case open(Subject subject) {
    var story = trace.of(subject);
    return new Case(subject, story, new StartLaws(subject, story), new RunLaws(subject, story));
  }

  void tell(Report report) {
    report
        .figure("syncs", cases.size())
        .figure("requests asked", sum(one -> one.subject().asked().size()))
        .figure("requests served", sum(one -> one.story().served().size()))
        .figure("  replaced in mid-run by a newer one", sum(one -> one.subject().replaced().size()))
        .figure("  lost", sum(Judge::lost))
        .figure("runs", sum(one -> one.story().runs().size()))
        .figure("  by what asked for them", triggers())
        .figure("  by their end", ends())
        .figure("attempts", sum(one -> one.story().attempts().size()))
        .figure("  licensed to start", sum(Judge::licensed))
        .figure("  that adopted what they found", sum(Judge::adopted));
    kind(report, "Veeam", one -> !one.subject().make().blind());
    kind(report, "Azure", one -> one.subject().make().blind());
    cases.forEach(one -> tell(report, one));
    trace.broken().ifPresent(report::violation);
    report.figure("stuck", cases.stream().filter(Judge::stuck).count());
  }

  private void kind(Report report, String vendor, Predicate<Case> of) {
    var all = cases.stream().filter(of).toList();
    var doubles = new TreeMap<String, Integer>();
    all.forEach(
        one -> one.starts().doubles().forEach((why, n) -> doubles.merge(why, n, Integer::sum)));
    report
        .figure(
            vendor + " starts accepted",
            all.stream().mapToInt(one -> one.starts().accepted()).sum())
        .figure(
            vendor + " attempts started",
            all.stream().mapToInt(one -> one.starts().started()).sum())
        .figure(vendor + " doubles, all excused", doubles.isEmpty() ? "0" : doubles);
  }

  /** After a collection it may hold no more than this, whatever happened. */
  static void tellMemory(Report report, Memory memory) {
    var life = memory.longestLife();
    if (!life.isEmpty()) {
      var first = life.getFirst();
      var last = life.getLast();
      report
          .figure("longest life", last.age())
          .figure(
              "  heap after a collection",
              "%.1f MB at %d s, %.1f MB at %d s"
                  .formatted(
                      first.heapMegabytes(),
                      first.age().toSeconds(),
                      last.heapMegabytes(),
                      last.age().toSeconds()))
          .figure(
              "  slope",
              Memory.slope(life).map("%+.1f MB/h"::formatted).orElse("too short a life to tell"))
          .figure("  resident", "%.0f MB".formatted(last.residentMegabytes()));
    }
    if (memory.mostHeap() > MOST_HEAP_MEGABYTES) {
      report.violation("The heap grew to %.1f MB".formatted(memory.mostHeap()));
    }
  }

  private static void tell(Report report, Case one) {
    var all =
        Stream.concat(one.starts().violations().stream(), one.runs().violations().stream())
            .toList();
    all.forEach(text -> report.violation(one.subject().name() + ": " + text));
    if (!all.isEmpty()) {
      report.detail("All of " + one.subject().name() + ":");
      one.story().attempts().forEach(report::detail);
      one.subject().starts().forEach(report::detail);
      report.detail(one.story().status());
    }
  }

  private int sum(ToIntFunction<Case> figure) {
    return cases.stream().mapToInt(figure).sum();
  }

  /** Neither served nor replaced in time. */
  private static int lost(Case one) {
    var lost = new HashSet<>(one.subject().asked());
    lost.removeAll(one.story().served());
    lost.removeAll(one.subject().replaced());
    return lost.size();
  }

  private static int licensed(Case one) {
    return (int) one.story().attempts().stream().filter(Attempt::licensed).count();
  }

  private static int adopted(Case one) {
    return (int) one.story().attempts().stream().filter(Attempt::adopted).count();
  }

  private static boolean stuck(Case one) {
    return RunLaws.unsettled(one.subject(), one.story().status()).isPresent();
  }

  private Map<String, Integer> triggers() {
    var counts = new TreeMap<String, Integer>();
    cases.stream()
        .map(one -> one.story().attempts())
        .flatMap(Collection::stream)
        .filter(attempt -> attempt.number() == 1)
        .forEach(attempt -> counts.merge(attempt.trigger().type().name(), 1, Integer::sum));
    return counts;
  }

  private Map<String, Integer> ends() {
    var counts = new TreeMap<String, Integer>();
    cases.forEach(
        one ->
            one.story().runs().stream()
                .map(one.story()::ended)
                .flatMap(Optional::stream)
                .forEach(end -> counts.merge(end.reason() + "", 1, Integer::sum)));
    return counts;
  }
}
