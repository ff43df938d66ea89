package dev.backupsync.tracing;

import dev.backupsync.api.v1alpha1.Run;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;

/**
 * Makes the ids of a run's trace and of its outermost span from the run's id, so that the spans of
 * every process that worked on the run belong together, also after a crash.
 */
final class RunIds implements IdGenerator {
  private static final ScopedValue<UUID> RUN = ScopedValue.newInstance();

  /** Starts the outermost span of a run in {@code step}. */
  static void asRun(String run, Runnable step) {
    ScopedValue.where(RUN, id(run)).run(step);
  }

  /** The context of spans below the outermost one, which is written at the end of the run only. */
  static Context within(Run run) {
    var id = id(run.id());
    var parent =
        SpanContext.createFromRemoteParent(
            traceId(id), spanId(id), TraceFlags.getSampled(), TraceState.getDefault());
    return Context.root().with(Span.wrap(parent));
  }

  /** A status may have been written by anybody: whatever is no id of ours is hashed to one. */
  private static UUID id(String run) {
    try {
      var id = UUID.fromString(run);
      return id.getLeastSignificantBits() == 0 ? hashed(run) : id;
    } catch (IllegalArgumentException _) {
      return hashed(run);
    }
  }

  private static UUID hashed(String run) {
    return UUID.nameUUIDFromBytes(run.getBytes(StandardCharsets.UTF_8));
  }

  private static String traceId(UUID id) {
    return HexFormat.of().toHexDigits(id.getMostSignificantBits()) + spanId(id);
  }

  private static String spanId(UUID id) {
    return HexFormat.of().toHexDigits(id.getLeastSignificantBits());
  }

  @Override
  public String generateTraceId() {
    return RUN.isBound() ? traceId(RUN.get()) : IdGenerator.random().generateTraceId();
  }

  @Override
  public String generateSpanId() {
    return RUN.isBound() ? spanId(RUN.get()) : IdGenerator.random().generateSpanId();
  }
}
