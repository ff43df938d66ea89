package dev.backupsync.tracing;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Sets OpenTelemetry up by its own variables. */
final class OtlpSetup {
  private OtlpSetup() {}

  /**
   * Starts to trace.
   *
   * @throws IllegalArgumentException if a variable cannot be used; the message is for users
   */
  static RunTraces start(Map<String, String> environment) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install(); // OpenTelemetry logs by the JDK's logger
    try {
      return new RunTraces(sdk(environment));
    } catch (RuntimeException e) { // ConfigurationException, or what a URL or a certificate throws
      throw new IllegalArgumentException("OTEL_…: " + e.getMessage(), e);
    }
  }

  static OpenTelemetrySdk sdk(Map<String, String> environment) {
    return AutoConfiguredOpenTelemetrySdk.builder()
        .disableShutdownHook()
        .addPropertiesCustomizer(_ -> properties(environment))
        .addSamplerCustomizer((sampler, _) -> new RunSampler(sampler))
        .addTracerProviderCustomizer((traces, _) -> traces.setIdGenerator(new RunIds()))
        .build()
        .getOpenTelemetrySdk();
  }

  /** OpenTelemetry's variables under its names for properties, and what is fixed here. */
  private static Map<String, String> properties(Map<String, String> environment) {
    var properties = new HashMap<String, String>();
    properties.put("otel.service.name", "backup-sync-operator");
    environment.forEach(
        (name, value) -> {
          if (name.startsWith("OTEL_") && !value.isBlank()) {
            properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
          }
        });
    properties.put("otel.traces.exporter", "otlp");
    properties.put("otel.exporter.otlp.protocol", "http/protobuf"); // gRPC needs another client
    properties.put("otel.exporter.otlp.traces.protocol", "http/protobuf");
    properties.put("otel.metrics.exporter", "none");
    properties.put("otel.logs.exporter", "none");
    properties.put("otel.propagators", "none");
    return properties;
  }
}
