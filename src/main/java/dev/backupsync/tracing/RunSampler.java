package dev.backupsync.tracing;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;

/**
 * Shows a sampler the halves of a trace id swapped. Samplers by ratio decide by the second half,
 * which in the id of a run begins with bits that are the same in each UUID; the first half is
 * random.
 */
record RunSampler(Sampler sampler) implements Sampler {
  private static final int HALF = 16;

  @Override
  public SamplingResult shouldSample(
      Context parent,
      String traceId,
      String name,
      SpanKind kind,
      Attributes attributes,
      List<LinkData> links) {
    var swapped = traceId.substring(HALF) + traceId.substring(0, HALF);
    return sampler.shouldSample(parent, swapped, name, kind, attributes, links);
  }

  @Override
  public String getDescription() {
    return sampler.getDescription();
  }
}
