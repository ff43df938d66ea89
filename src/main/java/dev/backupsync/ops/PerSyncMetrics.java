package dev.backupsync.ops;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.RunOptions;
import dev.backupsync.api.v1alpha1.SyncSpec;
import dev.backupsync.api.v1alpha1.SyncStatus;
import io.fabric8.kubernetes.client.CustomResource;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The metrics that have one series per sync. A new object is filled for each scrape. */
final class PerSyncMetrics {
  private static final double PERCENT = 100;

  private final SuccessDueCache dues;

  private final GaugeFamily state =
      new GaugeFamily("backupsync_sync_state", "1 for the state that a sync is in");
  private final GaugeFamily reason =
      new GaugeFamily("backupsync_sync_reason", "1 for the reason of that state");
  private final GaugeFamily ready =
      new GaugeFamily("backupsync_sync_ready", "1 while the Ready condition is True");
  private final GaugeFamily suspended =
      new GaugeFamily("backupsync_sync_suspended", "1 while spec.suspend is true");
  private final GaugeFamily progress =
      new GaugeFamily(
          "backupsync_sync_progress_ratio",
          "How far the run under way is, 0 to 1, where the vendor tells");
  private final GaugeFamily queuedSince =
      new GaugeFamily("backupsync_queued_since_timestamp_seconds", "Since when the next run waits");
  private final GaugeFamily runStart =
      new GaugeFamily("backupsync_run_start_timestamp_seconds", "When the run under way began");
  private final GaugeFamily runDeadline =
      new GaugeFamily(
          "backupsync_run_deadline_timestamp_seconds",
          "When the attempt under way ends at the latest");
  private final GaugeFamily nextRun =
      new GaugeFamily("backupsync_next_run_timestamp_seconds", "When the schedule is due next");
  private final GaugeFamily lastSuccess =
      new GaugeFamily("backupsync_last_success_timestamp_seconds", "When each sync last succeeded");
  private final GaugeFamily successDue =
      new GaugeFamily(
          "backupsync_success_due_timestamp_seconds",
          "By when each sync must have succeeded again, as its schedule and timeout say");

  PerSyncMetrics(SuccessDueCache dues) {
    this.dues = dues;
  }

  void add(String kind, CustomResource<? extends SyncSpec, SyncStatus> sync) {
    var meta = sync.getMetadata();
    var labels = Labels.of("kind", kind, "namespace", meta.getNamespace(), "name", meta.getName());
    var status = Objects.requireNonNullElse(sync.getStatus(), SyncStatus.NEW);
    var options =
        Optional.ofNullable(sync.getSpec()).map(SyncSpec::options).orElse(RunOptions.NONE);
    var due = dues.of(sync); // first: nothing is added of a sync that it cannot read

    addState(labels, status);
    suspended.add(labels, options.suspended());
    Optional.ofNullable(status.nextRunTime()).ifPresent(time -> nextRun.add(labels, time));
    Optional.ofNullable(status.lastSuccessTime()).ifPresent(time -> lastSuccess.add(labels, time));
    due.ifPresent(time -> successDue.add(labels, time));
    if (status.inFlight()) {
      status.knownRun().ifPresent(run -> addRun(labels, status, run));
    }
  }

  private void addState(Labels labels, SyncStatus status) {
    var stateLabels = labels.add("state", status.currentState().word());
    state.add(stateLabels, true);
    reason.add(
        stateLabels.add(
            "reason", Optional.ofNullable(status.reason()).map(Reason::word).orElse("")),
        true);
    ready.add(
        labels,
        status.knownConditions().stream()
            .anyMatch(one -> "Ready".equals(one.getType()) && "True".equals(one.getStatus())));
    status.queuedSince().ifPresent(time -> queuedSince.add(labels, time));
  }

  private void addRun(Labels labels, SyncStatus status, Run run) {
    Optional.ofNullable(status.progressPercent())
        .ifPresent(percent -> progress.add(labels, percent / PERCENT));
    Optional.ofNullable(run.startTime()).ifPresent(time -> runStart.add(labels, time));
    Optional.ofNullable(run.deadline()).ifPresent(time -> runDeadline.add(labels, time));
  }

  Stream<MetricSnapshot> snapshots() {
    return Stream.of(
            state,
            reason,
            ready,
            suspended,
            progress,
            queuedSince,
            runStart,
            runDeadline,
            nextRun,
            lastSuccess,
            successDue)
        .map(GaugeFamily::snapshot);
  }
}
