package dev.backupsync.tracing;

import static dev.backupsync.api.v1alpha1.SyncState.FAILED;
import static dev.backupsync.api.v1alpha1.SyncState.SUCCEEDED;
import static dev.backupsync.api.v1alpha1.SyncState.SYNCHRONIZING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.RunRecord;
import dev.backupsync.cluster.ApiServer;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.OperatorProcess;
import dev.backupsync.cluster.Stage;
import dev.backupsync.cluster.Vendor;
import dev.backupsync.docs.Page;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run is one trace, whichever processes worked on it; without an endpoint there is nothing. */
@OnApiServer
class TracesIT {
  @AutoClose private final Stage stage = Stage.open();
  @AutoClose private final OtlpReceiver collector = new OtlpReceiver();
  @TempDir private Path folder;

  @Test
  void theSpansOfARunThatSurvivedACrashMakeOneTraceWithTheTimesOfItsStatus() throws Exception {
    var vendor = Vendor.Kind.AZURE.on(stage);
    vendor.connect();
    try (var first = operator()) {
      first.awaitReady();
      vendor.sync("retry: {limit: 0}");
      vendor.await(SYNCHRONIZING);
      Stage.awaitUntil(() -> spans().stream().anyMatch(span -> span.getName().equals("poll")));
      first.kill();
    }
    try (var second = operator()) {
      second.awaitReady();
      vendor.fail("The role is missing");
      vendor.await(FAILED);
      Stage.awaitUntil(() -> spans().stream().anyMatch(TracesIT::isOutermost));
    }

    var status = stage.get(vendor.kind(), "sync").getStatus();
    var run = Objects.requireNonNull(status.lastRun());
    var outermost = spans().stream().filter(TracesIT::isOutermost).toList();
    assertThat(outermost).hasSize(1);
    assertRun(outermost.getFirst(), run);
    assertThat(spans()).allMatch(span -> hex(span.getTraceId().toByteArray()).equals(trace(run)));
    assertThat(spans())
        .filteredOn(span -> !isOutermost(span))
        .allMatch(span -> span.getParentSpanId().equals(outermost.getFirst().getSpanId()))
        .extracting(Span::getName)
        .startsWith("look", "start", "poll")
        .containsOnly("look", "start", "poll");
    assertThat(spans().stream().map(Span::getSpanId).distinct()).hasSize(spans().size());
    assertAsItsPageSays();
    assertThat(collector.authorizations()).containsOnly("Bearer of-the-collector");
    assertThat(collector.resources())
        .allSatisfy(
            resource ->
                assertThat(attributes(resource.getAttributesList()))
                    .containsEntry("service.name", "backup-sync-operator")
                    .containsEntry("deployment.environment", "test"));
    assertThat(vendor.server().requests().all())
        .isNotEmpty()
        .allMatch(request -> request.header("traceparent").isEmpty())
        .allMatch(request -> request.header("tracestate").isEmpty());
  }

  private static void assertRun(Span span, RunRecord run) {
    assertThat(span.getName()).isEqualTo("BackupInstanceSync run");
    assertThat(time(span.getStartTimeUnixNano())).isEqualTo(run.startTime());
    assertThat(time(span.getEndTimeUnixNano())).isEqualTo(run.completionTime());
    assertThat(span.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
    assertThat(span.getStatus().getMessage()).contains("The role is missing");
    assertThat(attributes(span.getAttributesList()))
        .containsEntry("backupsync.run", run.id())
        .containsEntry("backupsync.result", "Failed")
        .containsEntry("backupsync.trigger", "Created");
  }

  /** Nothing is sent that the page does not tell. */
  private void assertAsItsPageSays() {
    var page = Page.at("docs/how-to/traces.md").text();
    assertThat(
            spans().stream()
                .flatMap(span -> attributes(span.getAttributesList()).keySet().stream()))
        .allMatch(name -> page.contains("`" + name + "`"));
    assertThat(spans())
        .allMatch(span -> isOutermost(span) || page.contains("`" + span.getName() + "`"));
  }

  /** By what the JVM itself says that it loaded. */
  @Test
  void withoutAnEndpointNothingOfOpenTelemetryIsLoadedAndNoThreadRuns() throws IOException {
    var vendor = Vendor.Kind.VEEAM.on(stage);
    vendor.connect();
    var loaded = folder.resolve("classes");
    var environment = Map.of("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + loaded);
    try (var operator =
        OperatorProcess.start(
            ApiServer.shared().kubeconfig(),
            environment,
            "--watch-namespaces=" + stage.namespace())) {
      operator.awaitReady();
      vendor.sync();
      vendor.await(SYNCHRONIZING);
      vendor.finish();
      vendor.await(SUCCEEDED);
    }

    var classes = Files.readAllLines(loaded);
    assertThat(classes).anyMatch(line -> line.contains(" dev.backupsync.tracing.Tracing "));
    assertThat(classes.stream().filter(TracesIT::isOfAnOption)).isEmpty();
  }

  private static boolean isOfAnOption(String line) {
    return Stream.of(
            " io.opentelemetry.",
            " org.slf4j.bridge.",
            " co.elastic.logging.",
            " dev.backupsync.notification.Sender ")
        .anyMatch(line::contains);
  }

  private OperatorProcess operator() {
    var environment =
        Map.of(
            "OTEL_EXPORTER_OTLP_ENDPOINT", collector.url(),
            "OTEL_EXPORTER_OTLP_HEADERS", "Authorization=Bearer%20of-the-collector",
            "OTEL_RESOURCE_ATTRIBUTES", "deployment.environment=test",
            "OTEL_BSP_SCHEDULE_DELAY", "100");
    return OperatorProcess.start(
        ApiServer.shared().kubeconfig(), environment, "--watch-namespaces=" + stage.namespace());
  }

  private List<Span> spans() {
    return collector.spans();
  }

  private static boolean isOutermost(Span span) {
    return span.getParentSpanId().isEmpty();
  }

  private static String trace(RunRecord run) {
    return run.id().replace("-", "");
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static Instant time(long nanos) {
    return Instant.EPOCH.plusNanos(nanos);
  }

  private static Map<String, String> attributes(List<KeyValue> attributes) {
    return attributes.stream()
        .collect(
            Collectors.toMap(
                KeyValue::getKey,
                one ->
                    one.getValue().hasIntValue()
                        ? Long.toString(one.getValue().getIntValue())
                        : one.getValue().getStringValue()));
  }
}
