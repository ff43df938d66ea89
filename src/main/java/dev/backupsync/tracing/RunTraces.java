package dev.backupsync.tracing;

import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.RunRecord;
import dev.backupsync.api.v1alpha1.RunResult;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.controller.CallObserver;
import dev.backupsync.controller.RunEndListener;
import dev.backupsync.vendor.SyncBackend;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A trace for each run: a span for each call, sent when it was made, and around them a span for the
 * run, which is written at its end from the times in status.
 */
public final class RunTraces implements RunEndListener, CallObserver, AutoCloseable {
  private static final Duration FLUSH = Duration.ofSeconds(1);

  private final OpenTelemetrySdk sdk;
  private final Tracer tracer;

  RunTraces(OpenTelemetrySdk sdk) {
    this.sdk = sdk;
    this.tracer = sdk.getTracer("dev.backupsync");
  }

  @Override
  public SyncBackend observed(HasMetadata sync, SyncBackend backend) {
    return new TracedBackend(tracer, sync, backend);
  }

  /** A run that ended under an earlier process was traced by it. */
  @Override
  public void found(HasMetadata sync, SyncStatus status) {}

  @Override
  public void saved(HasMetadata sync, SyncStatus status) {
    status
        .knownLastRun()
        .ifPresent(
            record ->
                status
                    .knownRun()
                    .filter(run -> run.id().equals(record.id()))
                    .ifPresent(run -> write(sync, run, record)));
  }

  private void write(HasMetadata sync, Run run, RunRecord record) {
    if (record.startTime() == null || record.completionTime() == null) {
      return;
    }
    var builder =
        tracer
            .spanBuilder(sync.getKind() + " run")
            .setNoParent()
            .setStartTimestamp(record.startTime())
            .setAllAttributes(RunAttributes.of(sync, run))
            .setAttribute(RunAttributes.RESULT, record.resultWord());
    RunIds.asRun(record.id(), () -> write(builder, record));
  }

  private static void write(SpanBuilder builder, RunRecord record) {
    var span = builder.startSpan();
    if (record.reasonWord() != null) {
      span.setAttribute(RunAttributes.REASON, record.reasonWord());
    }
    if (record.result() == RunResult.FAILED) {
      span.setStatus(StatusCode.ERROR, Objects.requireNonNullElse(record.error(), ""));
    }
    span.end(Objects.requireNonNull(record.completionTime()));
  }

  /** Sends what waits, for a moment. */
  @Override
  public void close() {
    sdk.shutdown().join(FLUSH.toMillis(), TimeUnit.MILLISECONDS);
  }
}
