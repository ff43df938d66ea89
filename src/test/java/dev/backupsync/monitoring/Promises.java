package dev.backupsync.monitoring;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoublePredicate;
import java.util.stream.Collectors;

/** What each query of each panel of the dashboard must find of the {@link Estate}. */
final class Promises {
  private static final double HOUR = 3_600;
  private static final String JOB = "backup-sync-operator";
  private static final String[] KINDS = {"RepositorySync", "BackupInstanceSync"};
  private static final String[] VENDORS = {"veeam", "azure"};

  private static final Map<String, List<Promise>> ALL =
      Map.ofEntries(
          entry("Not protected", one(3)),
          entry("Syncs", one(7)),
          entry("Failed", one(2)),
          entry("Overdue", one(1)),
          entry("Stuck", one(1)),
          entry("Connections down", one(2)),
          entry("No operator works", one(0)),
          entry("Ready", one(1)),
          entry("Under way", one(1)),
          entry("Waiting", one(2)),
          entry("Suspended", one(1)),
          entry("Never succeeded", one(6)),
          entry("Oldest success", List.of(each("", age -> age >= 0 && age < HOUR, ""))),
          entry(
              "Failed syncs",
              List.of(each("name reason", is(1), "disk SyncFailed", "typo TargetNotFound"))),
          entry("Overdue syncs", List.of(each("name", late -> late > 0 && late < HOUR, "cut-off"))),
          entry("Stuck runs", List.of(each("name", wait -> wait > 2 * HOUR - 1, "cut-off"))),
          entry(
              "Connections that are down",
              List.of(
                  each("name reason", is(1), "down Unreachable", "refused CredentialsInvalid"))),
          entry("Suspended syncs", List.of(each("name", is(1), "still"))),
          entry(
              "Where syncs stand, and why",
              List.of(
                  each(
                      "state reason",
                      is(1),
                      "Succeeded Synchronized",
                      "Failed SyncFailed",
                      "Failed TargetNotFound",
                      "Synchronizing Progressing",
                      "Queued TargetBusy",
                      "Queued ConnectionNotReady",
                      "Pending Suspended"))),
          entry(
              "Age of the last success",
              List.of(each("name", age -> age >= 0 && age < HOUR, "mail"))),
          entry(
              "Without any success",
              List.of(
                  each(
                      "name state",
                      is(1),
                      "disk Failed",
                      "typo Failed",
                      "running Synchronizing",
                      "behind Queued",
                      "cut-off Queued",
                      "still Pending"))),
          entry("Next run", List.of(each("name", at -> at > System.currentTimeMillis(), "mail"))),
          entry("Progress of what runs", List.of(each("name", is(0.35), "running"))),
          entry("Under way since", List.of(each("name", age -> age >= 0 && age < HOUR, "running"))),
          entry(
              "Syncs by state",
              List.of(
                  some("state", count -> count >= 1, "Failed", "Queued", "Pending", "Succeeded"))),
          entry(
              "Runs that ended", List.of(some("result", runs -> runs >= 1, "Succeeded", "Failed"))),
          entry(
              "Why runs did not succeed",
              List.of(
                  each(
                      "result reason",
                      runs -> runs >= 1,
                      "Failed SyncFailed",
                      "Failed TargetNotFound"))),
          entry("How long runs take", twice(each("kind", took -> took > 0, KINDS))),
          entry(
              "Queue",
              List.of(
                  some("kind", is(2), "RepositorySync"), some("kind", is(1), "RepositorySync"))),
          entry("Longest wait", List.of(each("kind", wait -> wait > 2 * HOUR - 1, KINDS[0]))),
          entry("Latency", twice(each("vendor", took -> took > 0 && took < 60, VENDORS))),
          entry(
              "Requests",
              List.of(some("vendor outcome", rate -> rate > 0, "veeam 2xx", "azure 2xx"))),
          entry("Throttled", List.of(some("vendor", share -> share > 0 && share < 1, "azure"))),
          entry(
              "Log-ins and token renewals",
              List.of(
                  some(
                      "vendor result",
                      rate -> rate > 0,
                      "veeam success",
                      "veeam failure",
                      "azure success"))),
          entry(
              "Latency by operation",
              List.of(some("vendor operation", took -> took > 0 && took < 60, "veeam version"))),
          entry("Processes", List.of(each("version", is(1), "development"))),
          entry("Up for", List.of(each("job", age -> age > 0, JOB))),
          entry("Memory", List.of(each("area", bytes -> bytes > 1e6, "heap", "nonheap"))),
          entry("CPU", List.of(each("job", share -> share >= 0 && share <= 1, JOB))),
          entry("Reconciles", List.of(some("controller_name", rate -> rate > 0, "repositorysync"))),
          entry("Reconciles that failed", List.of(each("controller_name", _ -> true))),
          entry("Lost and overwritten", withoutNotifications(each("", is(0), ""))));

  private Promises() {}

  /** What must be found. */
  interface Promise {
    void check(List<Sample> found);
  }

  static List<Promise> of(String panel) {
    return Objects.requireNonNull(ALL.get(panel), () -> "nothing is expected of " + panel);
  }

  private static List<Promise> one(double value) {
    return List.of(each("", is(value), ""));
  }

  private static List<Promise> twice(Promise promise) {
    return List.of(promise, promise);
  }

  /** The operator of the estate sends none, and counts none. */
  private static List<Promise> withoutNotifications(Promise promise) {
    return List.of(promise, promise, each("", _ -> true));
  }

  private static DoublePredicate is(double value) {
    return found -> found == value;
  }

  /** Lines with just these labels, each with such a value. */
  private static Promise each(String labels, DoublePredicate value, String... lines) {
    return found -> {
      assertThat(found.stream().map(sample -> line(labels, sample)))
          .containsExactlyInAnyOrder(lines);
      assertThat(found)
          .allSatisfy(one -> assertThat(value.test(one.value())).as("%s", one).isTrue());
    };
  }

  /** Lines with these labels, each with such a value, and maybe more. */
  private static Promise some(String labels, DoublePredicate value, String... lines) {
    return found ->
        each(labels, value, lines)
            .check(
                found.stream()
                    .filter(sample -> Arrays.asList(lines).contains(line(labels, sample)))
                    .toList());
  }

  private static String line(String labels, Sample sample) {
    return Arrays.stream(labels.split(" ")).map(sample::label).collect(Collectors.joining(" "));
  }
}
