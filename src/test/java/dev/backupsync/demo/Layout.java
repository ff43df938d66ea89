package dev.backupsync.demo;

import dev.backupsync.api.v1alpha1.SyncState;

/** One line of the table. */
final class Layout {
  private static final String LINE = "%-19s %-18s %s%-13s%s %s  %s";
  private static final int BAR = 20;
  private static final String RESET = "\033[0m";

  private Layout() {}

  static String header() {
    return LINE.formatted("NAME", "KIND", "", "STATE", "", "%-25s".formatted("PROGRESS"), "");
  }

  static String plain(Row row) {
    var percent = row.percent().map("%3d%%"::formatted).orElse("    ");
    return LINE.formatted(row.name(), row.kind(), "", row.stateWord(), "", percent, row.note());
  }

  static String colored(Row row) {
    var color = color(row.state());
    return LINE.formatted(
        row.name(), row.kind(), color, row.stateWord(), RESET, bar(row), row.note());
  }

  /** What the vendor reports; where it reports nothing, nothing is shown. */
  private static String bar(Row row) {
    return row.percent()
        .map(
            percent -> {
              var full = percent * BAR / 100;
              return "█".repeat(full) + "░".repeat(BAR - full) + " %3d%%".formatted(percent);
            })
        .orElseGet(() -> " ".repeat(BAR + 5));
  }

  private static String color(SyncState state) {
    return switch (state) {
      case PENDING, QUEUED -> "\033[2m";
      case STARTING, SYNCHRONIZING -> "\033[36m";
      case SUCCEEDED -> "\033[32m";
      case FAILED, CANCELLED -> "\033[31m";
    };
  }
}
