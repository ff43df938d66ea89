package dev.backupsync.ops;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.RunRecord;
import dev.backupsync.api.v1alpha1.RunResult;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.controller.RunListener;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts the runs of one kind of sync. Counters cover the runs that ended since the start of the
 * process; gauges follow the statuses, so they are right after a restart.
 */
public final class RunMetrics implements RunListener {
  /** A time that a user wrote into status may be thousands of years ago, too much for a timer. */
  private static final Duration LONGEST = Duration.ofDays(366);

  private final MeterRegistry registry;
  private final String kind;
  private final Map<ResourceID, Known> known = new ConcurrentHashMap<>();
  private final Map<ResourceID, Meter> successes = new ConcurrentHashMap<>();

  /** The only parts of a status that are kept here; the watch keeps the whole status. */
  private record Known(SyncState state, @Nullable Instant lastSuccess) {}

  public RunMetrics(MeterRegistry registry, String kind) {
    this.registry = registry;
    this.kind = kind;
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
    var id = ResourceID.fromResource(sync);
    known.put(id, new Known(status.currentState(), status.lastSuccessTime()));
    if (status.lastSuccessTime() != null) {
      successes.computeIfAbsent(id, this::success);
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
            Optional.ofNullable(run.result()).map(RunResult::word).orElse("unknown"),
            "reason",
            Optional.ofNullable(run.reason()).map(Reason::word).orElse("none"))
        .register(registry)
        .increment();
    if (run.startTime() != null && run.completionTime() != null) {
      var took = Duration.between(run.startTime(), run.completionTime());
      Timer.builder("backupsync.run.duration")
          .description("How long runs took, from the wish to the end")
          .tag("kind", kind)
          .register(registry)
          .record(took.compareTo(LONGEST) < 0 ? took : LONGEST);
    }
  }

  @Override
  public void gone(ResourceID sync) {
    known.remove(sync);
    Optional.ofNullable(successes.remove(sync)).ifPresent(registry::remove);
  }

  private long count(SyncState one, SyncState other) {
    return known.values().stream()
        .map(Known::state)
        .filter(state -> state == one || state == other)
        .count();
  }

  private Meter success(ResourceID sync) {
    return Gauge.builder("backupsync.last.success.timestamp", () -> lastSuccess(sync))
        .description("When each sync last succeeded, in seconds since 1970")
        .baseUnit("seconds")
        .tags("kind", kind, "namespace", sync.getNamespace().orElse(""), "name", sync.getName())
        .register(registry);
  }

  private double lastSuccess(ResourceID sync) {
    return Optional.ofNullable(known.get(sync))
        .map(Known::lastSuccess)
        .map(Instant::getEpochSecond)
        .orElse(0L);
  }
}
