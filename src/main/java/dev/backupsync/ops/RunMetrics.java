package dev.backupsync.ops;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.RunRecord;
import dev.backupsync.api.v1alpha1.RunResult;
import dev.backupsync.controller.RunListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Counts and times the runs of one kind of sync that ended since the start of the process. */
public final class RunMetrics implements RunListener {
  /** A time that a user wrote into status may be thousands of years ago, too much for a timer. */
  private static final Duration LONGEST = Duration.ofDays(366);

  private static final Duration[] BUCKETS =
      Stream.of(1, 5, 15, 30, 60, 2 * 60, 4 * 60, 8 * 60, 12 * 60, 24 * 60, 48 * 60)
          .map(Duration::ofMinutes)
          .toArray(Duration[]::new);

  /** Told as 0 from the start: runs are rare, and no rate sees the first step of a new counter. */
  private static final Map<Reason, RunResult> COMMON =
      Map.of(
          Reason.SYNCHRONIZED, RunResult.SUCCEEDED,
          Reason.ALREADY_IN_SYNC, RunResult.SUCCEEDED,
          Reason.CANCELLED, RunResult.CANCELLED,
          Reason.SYNC_FAILED, RunResult.FAILED,
          Reason.RETRIES_EXHAUSTED, RunResult.FAILED,
          Reason.DEADLINE_EXCEEDED, RunResult.FAILED,
          Reason.SESSION_LOST, RunResult.FAILED,
          Reason.TARGET_NOT_FOUND, RunResult.FAILED,
          Reason.ACCESS_DENIED, RunResult.FAILED);

  private final MeterRegistry registry;
  private final String kind;
  private final Timer durations;

  public RunMetrics(MeterRegistry registry, String kind) {
    this.registry = registry;
    this.kind = kind;
    COMMON.forEach((reason, result) -> counter(result.word(), reason.word()));
    this.durations =
        Timer.builder("backupsync.run.duration")
            .description("How long runs took, from the wish to the end")
            .tag("kind", kind)
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
  }

  @Override
  public void ended(RunRecord run) {
    counter(
            Optional.ofNullable(run.result()).map(RunResult::word).orElse("unknown"),
            Optional.ofNullable(run.reason()).map(Reason::word).orElse("none"))
        .increment();
    if (run.startTime() != null && run.completionTime() != null) {
      var took = Duration.between(run.startTime(), run.completionTime());
      durations.record(took.compareTo(LONGEST) < 0 ? took : LONGEST);
    }
  }

  private Counter counter(String result, String reason) {
    return Counter.builder("backupsync.runs")
        .description("Runs that ended since the operator started")
        .tags("kind", kind, "result", result, "reason", reason)
        .register(registry);
  }
}
