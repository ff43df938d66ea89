package dev.backupsync.scenario.access;

import static dev.backupsync.api.v1alpha1.SyncState.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import dev.backupsync.MetricLabels;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.cluster.ApiServer;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Stage;
import dev.backupsync.cluster.Vendor;
import dev.backupsync.simulator.AzureServer;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.VeeamServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

/**
 * Looks for secrets, tokens and signed URLs in all that the operator writes, while everything goes
 * wrong that can: logs down to TRACE, events, statuses, metrics.
 */
@OnApiServer
@Isolated("listens to all that is logged")
class NothingLeaksIT {
  private static final String ELSE = "signature-";

  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private Stage stage;

  @BeforeEach
  void open() {
    stage = Stage.open();
    var root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    var encoder = new JsonEncoder();
    encoder.setContext(root.getLoggerContext());
    encoder.start();
    var appender = new OutputStreamAppender<ILoggingEvent>();
    appender.setName("captured");
    appender.setContext(root.getLoggerContext());
    appender.setEncoder(encoder);
    appender.setOutputStream(log);
    appender.start();
    root.addAppender(appender);
    root.setLevel(Level.TRACE);
  }

  @AfterEach
  void close() {
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).detachAppender("captured");
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.INFO);
    stage.close();
  }

  @Test
  void noSecretIsWrittenAnywhere() throws Exception {
    stage.operate();
    var scraped = new StringBuilder();
    for (var kind : Vendor.Kind.values()) {
      muchGoesWrong(kind, scraped);
    }

    var written = new LinkedHashMap<String, String>();
    written.put("log", log.toString(StandardCharsets.UTF_8));
    written.put("events", kubectl("get", "events", "-o", "yaml"));
    written.put("connections", kubectl("get", "veeamconn,azureconn", "-o", "yaml"));
    written.put("syncs", kubectl("get", "reposync,bisync", "-o", "yaml"));
    written.put("metrics", scraped.append(metrics()).toString());
    assertThat(written.get("log")).contains("Started").contains("\"mdc\"");
    assertThat(written.get("events")).contains("Started");
    assertThat(written.get("metrics")).contains("jvm_memory_used_bytes");
    assertThat(MetricLabels.scraped(written.get("metrics"))).isEqualTo(MetricLabels.CONTRACT);
    written.forEach(NothingLeaksIT::assertClean);
  }

  /** Metrics of what waits and of what runs are there as long as something does. */
  private void muchGoesWrong(Vendor.Kind kind, StringBuilder scraped) throws Exception {
    var vendor = kind.on(stage);
    var faults = vendor.server().faults();
    vendor.connect();
    vendor.password(false);
    stage.awaitReason(vendor.connectionKind(), vendor.connection(), "CredentialsInvalid");
    vendor.sync("retry: {limit: 2, interval: 1s}", "schedule: '0 3 1 1 *'");
    stage.awaitReason(vendor.kind(), "sync", "ConnectionNotReady");
    scraped.append(metrics());
    faults.next(vendor.start(), Fault.retryAfter(429, Duration.ofSeconds(1)));
    faults.next(vendor.poll(), Fault.status(500, "{\"message\": \"Bearer abc.def.ghi\"}"));
    faults.next(vendor.poll(), new Fault.Reset());
    vendor.password(true);
    vendor.await(SyncState.SYNCHRONIZING);
    vendor.fail("see https://store.example.com/x?sig=" + ELSE + "1&t=2 password=" + ELSE + "2");
    stage.await(
        vendor.kind(),
        "sync",
        s ->
            s.currentState() == SyncState.SYNCHRONIZING
                && s.run().attempt() == 2
                && (kind == Vendor.Kind.AZURE || s.progressPercent() != null));
    scraped.append(metrics());
    vendor.finish();
    vendor.await(SUCCEEDED);
  }

  private static void assertClean(String where, String text) {
    assertThat(text)
        .as(where)
        .doesNotContain(VeeamServer.PASSWORD, AzureServer.CLIENT_SECRET, ELSE, "abc.def.ghi")
        .doesNotContain("eyJ") // how a JSON web token begins
        .doesNotContainPattern("[?&](t|c|s|h|sig)=")
        .doesNotContainPattern("(?i)bearer [a-z0-9]");
  }

  private String kubectl(String verb, String what, String... more) {
    var arguments = new ArrayList<>(List.of(verb, what, "-n", stage.namespace()));
    arguments.addAll(List.of(more));
    return ApiServer.shared().kubectl().run(arguments.toArray(String[]::new)).output();
  }

  private String metrics() throws IOException, InterruptedException {
    var url = URI.create("http://localhost:" + stage.operator().httpPort() + "/metrics");
    try (var client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString()).body();
    }
  }
}
