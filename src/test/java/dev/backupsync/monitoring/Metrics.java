package dev.backupsync.monitoring;

import dev.backupsync.docs.Page;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The metrics that queries name, and those that the reference has. */
final class Metrics {
  /** Whatever is no label, function or keyword: our metrics and others have a word before it. */
  private static final Pattern NAME = Pattern.compile("\\b[a-z]+(?:_[a-z]+)+\\b(?!\\s*\\()");

  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\|");

  private Metrics() {}

  static Stream<String> named(String query) {
    var withoutLabels =
        query.replaceAll("\"[^\"]*\"", "\"\"").replaceAll("\\b(by|on|group_left) \\([^)]*\\)", "");
    return NAME.matcher(withoutLabels)
        .results()
        .map(found -> found.group().replaceFirst("_(bucket|count|sum)$", ""))
        .distinct();
  }

  static Set<String> referenced() {
    return ROW.matcher(Page.at("docs/reference/metrics.md").text())
        .results()
        .map(row -> row.group(1))
        .collect(Collectors.toSet());
  }
}
