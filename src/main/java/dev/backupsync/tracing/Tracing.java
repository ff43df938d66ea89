package dev.backupsync.tracing;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether runs are traced. What does it is apart, in {@link OtlpSetup}: to verify that class, the
 * JVM loads parts of OpenTelemetry, and where nothing is traced that would be for nothing.
 */
public final class Tracing {
  private Tracing() {}

  /** Only then is anything of OpenTelemetry loaded. */
  static boolean isWanted(Map<String, String> environment) {
    return Stream.of("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
        .anyMatch(name -> !environment.getOrDefault(name, "").isBlank());
  }

  /**
   * Traces, or empty if they are not wanted.
   *
   * @throws IllegalArgumentException if a variable cannot be used; the message is for users
   */
  public static Optional<RunTraces> of(Map<String, String> environment) {
    return isWanted(environment) ? Optional.of(OtlpSetup.start(environment)) : Optional.empty();
  }
}
