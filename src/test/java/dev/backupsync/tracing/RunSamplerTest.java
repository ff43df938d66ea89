package dev.backupsync.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** As many runs are traced as the ratio says, although their ids are no wholly random bits. */
class RunSamplerTest {
  private static final int RUNS = 10_000;

  private final Random random = new Random(42);

  @ParameterizedTest
  @CsvSource({
    "traceidratio, 0.0, 0, 0",
    "traceidratio, 0.1, 900, 1100",
    "traceidratio, 0.5, 4800, 5200",
    "traceidratio, 1.0, 10000, 10000",
    "parentbased_traceidratio, 0.1, 900, 1100",
    "always_on, 0.1, 10000, 10000"
  })
  void theRatioIsKept(String sampler, String ratio, int least, int most) {
    assertThat(sampled(sampler, ratio, this::uuid)).isBetween(least, most);
    assertThat(sampled(sampler, ratio, () -> "run " + random.nextLong())).isBetween(least, most);
  }

  private String uuid() {
    var bytes = new byte[16];
    random.nextBytes(bytes);
    bytes[6] = (byte) ((bytes[6] & 0x0f) | 0x40);
    bytes[8] = (byte) ((bytes[8] & 0x3f) | 0x80);
    var buffer = ByteBuffer.wrap(bytes);
    return new UUID(buffer.getLong(), buffer.getLong()).toString();
  }

  private static int sampled(String name, String ratio, Supplier<String> ids) {
    var environment = Map.of("OTEL_TRACES_SAMPLER", name, "OTEL_TRACES_SAMPLER_ARG", ratio);
    var sdk = OtlpSetup.sdk(environment);
    sdk.shutdown();
    var sampler = sdk.getSdkTracerProvider().getSampler();
    return (int) Stream.generate(ids).limit(RUNS).filter(id -> isSampled(sampler, id)).count();
  }

  private static boolean isSampled(Sampler sampler, String run) {
    var decision =
        sampler.shouldSample(
            Context.root(),
            ids(run).trace(),
            "run",
            SpanKind.INTERNAL,
            Attributes.empty(),
            List.of());
    return decision.getDecision() == SamplingDecision.RECORD_AND_SAMPLE;
  }

  private record Ids(String trace, String span) {}

  private static Ids ids(String run) {
    var made = new AtomicReference<Ids>();
    var generator = new RunIds();
    RunIds.asRun(
        run, () -> made.set(new Ids(generator.generateTraceId(), generator.generateSpanId())));
    return made.get();
  }

  @Test
  void theTraceHasTheIdOfTheRun() {
    var ids = ids("0c5c8f1e-6f0b-4f5c-9a53-0f5f7c2f8f11");

    assertThat(ids.trace()).isEqualTo("0c5c8f1e6f0b4f5c9a530f5f7c2f8f11");
    assertThat(ids.span()).isEqualTo("9a530f5f7c2f8f11");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0c5c8f1e-6f0b-4f5c-0000-000000000000",
        "00000000-0000-0000-0000-000000000000",
        "00000000-0000-0000-9a53-0f5f7c2f8f11",
        "no id",
        ""
      })
  void anyIdMakesValidOnes(String run) {
    assertThat(ids(run)).satisfies(ids -> assertThat(TraceId.isValid(ids.trace())).isTrue());
    assertThat(ids(run)).satisfies(ids -> assertThat(SpanId.isValid(ids.span())).isTrue());
  }
}
