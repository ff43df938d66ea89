package dev.backupsync.tracing;

import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.vendor.Outcome;
import dev.backupsync.vendor.StartPermit;
import dev.backupsync.vendor.SyncBackend;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.util.Set;
import java.util.function.Supplier;

/** Calls a vendor, and writes a span of each call that belongs to a run. */
final class TracedBackend implements SyncBackend {
  private final Tracer tracer;
  private final HasMetadata sync;
  private final SyncBackend backend;

  TracedBackend(Tracer tracer, HasMetadata sync, SyncBackend backend) {
    this.tracer = tracer;
    this.sync = sync;
    this.backend = backend;
  }

  @Override
  public Set<Target> aliases(Target target) {
    return backend.aliases(target);
  }

  @Override
  public Outcome locate(Run run) {
    return traced("look", run, () -> backend.locate(run));
  }

  /** Of an idle sync: there is no run yet, and most often none follows. */
  @Override
  public Outcome check(Run run) {
    return backend.check(run);
  }

  @Override
  public Outcome start(Run run, StartPermit permit) {
    return traced("start", run, () -> backend.start(run, permit));
  }

  @Override
  public Outcome poll(Run run) {
    return traced(run.timesUnconfirmed() > 0 ? "confirm" : "poll", run, () -> backend.poll(run));
  }

  @Override
  public Outcome cancel(Run run) {
    return traced("cancel", run, () -> backend.cancel(run));
  }

  private Outcome traced(String name, Run run, Supplier<Outcome> call) {
    var span =
        tracer
            .spanBuilder(name)
            .setParent(RunIds.within(run))
            .setSpanKind(SpanKind.CLIENT)
            .setAllAttributes(RunAttributes.of(sync, run))
            .startSpan();
    try {
      var outcome = call.get();
      describe(span, outcome);
      return outcome;
    } catch (RuntimeException | Error e) {
      span.setStatus(StatusCode.ERROR, e.getClass().getSimpleName());
      throw e;
    } finally {
      span.end();
    }
  }

  private static void describe(Span span, Outcome outcome) {
    span.setAttribute(RunAttributes.OUTCOME, outcome.getClass().getSimpleName());
    switch (outcome) {
      case Outcome.Running(var progress) -> {
        progress.percent().ifPresent(percent -> span.setAttribute(RunAttributes.PROGRESS, percent));
        progress
            .vendorState()
            .ifPresent(word -> span.setAttribute(RunAttributes.VENDOR_STATE, word));
      }
      case Outcome.Failed(_, var error) -> failed(span, error);
      case Outcome.Rejected(_, var error) -> failed(span, error);
      case Outcome.Deferred(_, var error, _) -> failed(span, error);
      case Outcome.Unknown(_, var error, _) -> failed(span, error);
      case Outcome.Unconfirmed(_, var error) ->
          span.setAttribute(RunAttributes.REMARK, error.message());
      case Outcome.Succeeded _,
          Outcome.Cancelled _,
          Outcome.CancelUnsupported _,
          Outcome.Absent _ -> {}
    }
  }

  private static void failed(Span span, SyncError error) {
    span.setStatus(StatusCode.ERROR, error.message());
    span.setAttribute(RunAttributes.ERROR, error.code());
    if (error.correlationId() != null) {
      span.setAttribute(RunAttributes.CORRELATION_ID, error.correlationId());
    }
  }
}
