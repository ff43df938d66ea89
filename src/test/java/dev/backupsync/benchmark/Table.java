package dev.backupsync.benchmark;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * The figures as a table for each kind and size: a row for each figure, a column for each
 * contestant.
 */
final class Table {
  private record Row(String name, String format, ToDoubleFunction<Figures> value) {}

  private static final List<Row> ROWS =
      List.of(
          new Row("syncs brought to their end", "%.0f", Figures::done),
          new Row("starts at the vendor", "%.0f", Figures::starts),
          new Row("start -> ready, s", "%.2f", f -> f.speed().ready()),
          new Row("start -> first run accepted, s", "%.2f", f -> f.speed().firstStart()),
          new Row("start -> last run accepted, s", "%.2f", f -> f.speed().lastStart()),
          new Row("start -> last Ready, s", "%.2f", f -> f.speed().lastReady()),
          new Row("starts per second", "%.0f", f -> f.speed().startsPerSecond()),
          new Row("vendor's end -> Ready, median, s", "%.2f", f -> f.speed().endToReady().median()),
          new Row("vendor's end -> Ready, p99, s", "%.2f", f -> f.speed().endToReady().p99()),
          new Row("apply -> POST, median, s", "%.3f", f -> f.late().applyToStart().median()),
          new Row("apply -> POST, p99, s", "%.3f", f -> f.late().applyToStart().p99()),
          new Row("the same, end -> Ready, median, s", "%.2f", f -> f.late().endToReady().median()),
          new Row("status writes per run", "%.2f", f -> f.perSync(f.calls().statusWrites())),
          new Row("events per run", "%.2f", f -> f.perSync(f.calls().events())),
          new Row("API reads per run", "%.2f", f -> f.perSync(f.calls().reads())),
          new Row("vendor calls per run", "%.2f", f -> f.perSync(f.calls().vendorCalls())),
          new Row("CPU, start included, s", "%.2f", f -> f.cost().cpuSeconds()),
          new Row("CPU when ready, s", "%.2f", f -> f.cost().cpuReady()),
          new Row("CPU per run, ms", "%.1f", f -> f.perSync(f.cost().cpuSeconds() * 1e3)),
          new Row(
              "CPU per run without the start, ms",
              "%.1f",
              f -> f.perSync((f.cost().cpuSeconds() - f.cost().cpuReady()) * 1e3)),
          new Row("memory when ready, MiB", "%.0f", f -> f.cost().residentReady()),
          new Row("memory, peak, MiB", "%.0f", f -> f.cost().residentPeak()),
          new Row("restart: ready after, s", "%.2f", f -> f.rest().ready()),
          new Row("restart: CPU until quiet, s", "%.2f", f -> f.rest().cpuSettled()),
          new Row("restart: API writes", "%.0f", f -> f.rest().writes()),
          new Row("restart: API reads", "%.0f", f -> f.rest().reads()),
          new Row("restart: vendor calls", "%.0f", f -> f.rest().vendorCalls()),
          new Row("at rest: % of a core", "%.2f", f -> f.rest().percentOfCore()),
          new Row("at rest: memory, MiB", "%.0f", f -> f.rest().resident()),
          new Row("calls at the vendor that hangs", "%.0f", f -> f.around().hungCalls()),
          new Row("API server and etcd: CPU, s", "%.1f", f -> f.around().apiServerCpu()),
          new Row("simulators: CPU, s", "%.1f", f -> f.around().vendorCpu()),
          new Row(
              "simulators alone: starts per second",
              "%.0f",
              f -> f.around().vendorStartsPerSecond()));

  private Table() {}

  private record Group(SyncKind kind, int syncs) {}

  static void print(List<Figures> all, Consumer<String> out) {
    all.stream()
        .map(Table::group)
        .distinct()
        .sorted(Comparator.comparing(Group::kind).thenComparingInt(Group::syncs))
        .forEach(
            group -> {
              var columns = all.stream().filter(one -> group(one).equals(group));
              print(group, columns.sorted(order()).toList(), out);
            });
  }

  private static Group group(Figures one) {
    return new Group(one.kind(), one.syncs());
  }

  private static Comparator<Figures> order() {
    return Comparator.comparing(Figures::contestant).thenComparingInt(Figures::round);
  }

  private static void print(Group group, List<Figures> columns, Consumer<String> out) {
    out.accept("");
    var head = new StringBuilder(line("%,d x %s".formatted(group.syncs(), group.kind())));
    var rule = new StringBuilder("|" + "-".repeat(41) + "|");
    for (var column : columns) {
      var round = column.round() > 1 ? " " + column.round() : "";
      head.append(" %24s |".formatted(column.contestant().label() + round));
      rule.append("-".repeat(25)).append(":|");
    }
    out.accept(head.toString());
    out.accept(rule.toString());
    for (var row : ROWS) {
      var text = new StringBuilder(line(row.name()));
      columns.forEach(column -> text.append(" %24s |".formatted(cell(row, column))));
      out.accept(text.toString());
    }
  }

  private static String line(String name) {
    return "| %-39s |".formatted(name);
  }

  private static String cell(Row row, Figures column) {
    var value = row.value().applyAsDouble(column);
    return Double.isFinite(value) ? String.format(Locale.ROOT, row.format(), value) : "-";
  }
}
