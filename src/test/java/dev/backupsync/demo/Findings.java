package dev.backupsync.demo;

import dev.backupsync.api.v1alpha1.SyncState;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the demo showed: whether each sync ended as its example intends, and at what cost. */
record Findings(List<Example> syncs, List<Row> rows, Simulators simulators) {

  boolean allAsIntended() {
    return surprises().isEmpty();
  }

  /** A line for each sync that did not end as intended, or was not started once per attempt. */
  List<String> surprises() {
    return syncs.stream().flatMap(this::surprise).toList();
  }

  private Stream<String> surprise(Example example) {
    var row = row(example);
    if (row.filter(Row::ended).isEmpty()) {
      var where = row.map(r -> r.stateWord() + " " + r.note()).orElse("missing");
      return Stream.of("%s has not ended: it is %s".formatted(example.name(), where));
    }
    var end = row.get();
    if (end.state() != example.intended()) {
      return Stream.of(
          "%s ended as %s instead of %s: %s"
              .formatted(
                  example.name(), end.stateWord(), Row.word(example.intended()), end.note()));
    }
    return simulators
        .starts(example)
        .filter(starts -> starts != end.attempts())
        .map(
            starts ->
                "%s: %d starts for %d attempts".formatted(example.name(), starts, end.attempts()))
        .stream();
  }

  private Optional<Row> row(Example example) {
    return rows.stream().filter(row -> row.isOf(example)).findFirst();
  }

  void print(PrintStream out) {
    out.println();
    rows.stream().filter(row -> row.state() == SyncState.FAILED).forEach(row -> failure(out, row));
    out.printf(
        "Counted by the vendors: %d starts at Veeam, %d at Azure, at most %d at once for a"
            + " target.%n",
        simulators.veeamStarts(), simulators.azureStarts(), simulators.mostAtOnce());
    var surprises = surprises();
    if (surprises.isEmpty()) {
      out.printf(
          "All %d syncs ended as their examples intend, with one start for each attempt.%n",
          syncs.size());
    } else {
      out.println("Not as intended:");
      surprises.forEach(line -> out.println("  " + line));
    }
  }

  private void failure(PrintStream out, Row row) {
    var intended = syncs.stream().filter(row::isOf).anyMatch(e -> e.intended() == SyncState.FAILED);
    out.printf("%s failed%s:%n", row.name(), intended ? ", as it should" : "");
    row.lastError()
        .ifPresent(error -> out.printf("  error:      %s: %s%n", error.code(), error.message()));
    row.recommendedActions().forEach(action -> out.println("  what to do: " + action));
    out.println();
  }
}
