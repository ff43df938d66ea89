package dev.backupsync.ops;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.RunRecord;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.controller.RunListener;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the runs of one kind of sync. Counters tell of runs that ended since the start; gauges
 * follow the statuses themselves, so that they are right after a restart.
 */
public final class RunMetrics implements RunListener {
  private final MeterRegistry registry;
  private final String kind;
  private final Map<ResourceID, SyncStatus> statuses = new ConcurrentHashMap<>();
  private final MultiGauge lastSuccess;

  public RunMetrics(MeterRegistry registry, String kind) {
    this.registry = registry;
    this.kind = kind;
    this.lastSuccess =
        MultiGauge.builder("backupsync.last.success.timestamp")
            .description("When each sync last succeeded, in seconds since 1970")
            .baseUnit("seconds")
            .register(registry);
    Gauge.builder(
            "backupsync.active.runs", () -> count(SyncState.STARTING, SyncState.SYNCHRONIZING))
        .description("Runs that are starting or under way")
        .tag("kind", kind)
        .register(registry);
    Gauge.builder("backupsync.queued.runs", () -> count(SyncState.QUEUED, SyncState.QUEUED))
        .description("Runs that wait for their turn or their connection")
        .tag("kind", kind)
        .register(registry);
  }

  @Override
  public void seen(HasMetadata sync, SyncStatus status) {
    var before = statuses.put(ResourceID.fromResource(sync), status);
    var known = Optional.ofNullable(before).map(SyncStatus::lastSuccessTime);
    if (!known.equals(Optional.ofNullable(status.lastSuccessTime()))) {
      publishSuccesses();
    }
  }

  @Override
  public void ended(RunRecord run) {
    Counter.builder("backupsync.runs")
        .description("Runs that ended since the operator started")
        .tags(
            "kind",
            kind,
            "result",
            result(run),
            "reason",
            Optional.ofNullable(run.reason()).map(Reason::word).orElse("none"))
        .register(registry)
        .increment();
    if (run.startTime() != null && run.completionTime() != null) {
      Timer.builder("backupsync.run.duration")
          .description("How long runs took, from the wish to the end")
          .tag("kind", kind)
          .register(registry)
          .record(Duration.between(run.startTime(), run.completionTime()));
    }
  }

  private static String result(RunRecord run) {
    return switch (run.result()) {
      case SUCCEEDED -> "Succeeded";
      case FAILED -> "Failed";
      case CANCELLED -> "Cancelled";
    };
  }

  @Override
  public void gone(ResourceID sync) {
    statuses.remove(sync);
    publishSuccesses();
  }

  private long count(SyncState one, SyncState other) {
    return statuses.values().stream()
        .map(SyncStatus::currentState)
        .filter(state -> state == one || state == other)
        .count();
  }

  private synchronized void publishSuccesses() {
    lastSuccess.register(
        statuses.entrySet().stream()
            .filter(entry -> entry.getValue().lastSuccessTime() != null)
            .map(entry -> row(entry.getKey(), entry.getValue()))
            .toList(),
        true);
  }

  private MultiGauge.Row<?> row(ResourceID sync, SyncStatus status) {
    var time =
        Optional.ofNullable(status.lastSuccessTime()).map(Instant::getEpochSecond).orElse(0L);
    return MultiGauge.Row.of(
        Tags.of("kind", kind, "namespace", sync.getNamespace().orElse(""), "name", sync.getName()),
        time);
  }
}
