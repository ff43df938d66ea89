package dev.backupsync;

import static java.util.stream.Collectors.toSet;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The labels of each metric of ours: dashboards and alerts are written against them. */
public final class MetricLabels {
  private static final Set<String> OBJECT = Set.of("kind", "namespace", "name");

  public static final Map<String, Set<String>> CONTRACT =
      Map.ofEntries(
          Map.entry("backupsync_runs_total", Set.of("kind", "result", "reason")),
          Map.entry("backupsync_run_duration_seconds", Set.of("kind")),
          Map.entry("backupsync_active_runs", Set.of("kind")),
          Map.entry("backupsync_queued_runs", Set.of("kind")),
          Map.entry("backupsync_syncs", Set.of("kind", "state", "reason")),
          Map.entry("backupsync_connections", Set.of("kind", "reason")),
          Map.entry("backupsync_sync_state", Set.of("kind", "namespace", "name", "state")),
          Map.entry(
              "backupsync_sync_reason", Set.of("kind", "namespace", "name", "state", "reason")),
          Map.entry("backupsync_sync_ready", OBJECT),
          Map.entry("backupsync_sync_suspended", OBJECT),
          Map.entry("backupsync_sync_progress_ratio", OBJECT),
          Map.entry("backupsync_queued_since_timestamp_seconds", OBJECT),
          Map.entry("backupsync_run_start_timestamp_seconds", OBJECT),
          Map.entry("backupsync_run_deadline_timestamp_seconds", OBJECT),
          Map.entry("backupsync_next_run_timestamp_seconds", OBJECT),
          Map.entry("backupsync_last_success_timestamp_seconds", OBJECT),
          Map.entry("backupsync_success_due_timestamp_seconds", OBJECT),
          Map.entry("backupsync_connection_up", OBJECT),
          Map.entry("backupsync_connection_reason", Set.of("kind", "namespace", "name", "reason")),
          Map.entry("backupsync_vendor_requests_seconds", Set.of("vendor", "operation", "outcome")),
          Map.entry("backupsync_vendor_throttled_total", Set.of("vendor")),
          Map.entry("backupsync_token_refreshes_total", Set.of("vendor", "result")),
          Map.entry("backupsync_leader", Set.of()),
          Map.entry("backupsync_build_info", Set.of("version")),
          Map.entry("backupsync_notifications_total", Set.of("result")),
          Map.entry("backupsync_notifications_waiting", Set.of()),
          Map.entry("backupsync_notification_attempts_total", Set.of("outcome")),
          Map.entry("backupsync_events_dropped_total", Set.of()),
          Map.entry("backupsync_statuses_overwritten_total", Set.of()));

  private static final Pattern SAMPLE =
      Pattern.compile(
          "(?m)^(?<name>backupsync_\\w+?)(_bucket|_count|_sum|_max)?(\\{(?<labels>.*)})? \\S+$");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(?<name>backupsync_\\w+)` \\| (?<labels>[^|]*) \\|");
  private static final Pattern WORD = Pattern.compile("`(\\w+)`");

  private MetricLabels() {}

  /** Of what was scraped; a metric whose samples differ in their labels has all of them. */
  public static Map<String, Set<String>> scraped(String metrics) {
    return found(SAMPLE, LABEL, metrics);
  }

  /** Of a table in a page. */
  static Map<String, Set<String>> told(String markdown) {
    return found(ROW, WORD, markdown);
  }

  private static Map<String, Set<String>> found(Pattern line, Pattern label, String text) {
    var all = new TreeMap<String, Set<String>>();
    for (var one : line.matcher(text).results().toList()) {
      all.computeIfAbsent(one.group("name"), _ -> new TreeSet<>()).addAll(labels(label, one));
    }
    return all;
  }

  private static Set<String> labels(Pattern label, MatchResult line) {
    var labels = line.group("labels");
    return labels == null
        ? Set.of()
        : label
            .matcher(labels)
            .results()
            .map(one -> one.group(1))
            .filter(name -> !name.equals("le")) // of a histogram's buckets
            .collect(toSet());
  }
}
