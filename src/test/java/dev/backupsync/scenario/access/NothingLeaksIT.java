package dev.backupsync.scenario.access;

import static dev.backupsync.api.v1alpha1.SyncState.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.backupsync.MetricLabels;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.cluster.ApiServer;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Stage;
import dev.backupsync.cluster.Vendor;
import dev.backupsync.ops.EcsEncoder;
import dev.backupsync.simulator.AzureServer;
import dev.backupsync.simulator.Certificates;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.VeeamServer;
import dev.backupsync.simulator.WebhookReceiver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
  private static final String HMAC_KEY = "the-key-of-notifications";

  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  @AutoClose private final WebhookReceiver receiver = WebhookReceiver.started();
  @TempDir private Path folder;
  private Stage stage;

  @BeforeEach
  void open() {
    stage = Stage.open();
    var root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    capture(root, "json", new JsonEncoder());
    capture(root, "ecs", new EcsEncoder());
    root.setLevel(Level.TRACE);
  }

  private void capture(Logger root, String format, EncoderBase<ILoggingEvent> encoder) {
    encoder.setContext(root.getLoggerContext());
    encoder.start();
    var appender = new OutputStreamAppender<ILoggingEvent>();
    appender.setName(format + " captured");
    appender.setContext(root.getLoggerContext());
    appender.setEncoder(encoder);
    appender.setOutputStream(log);
    appender.start();
    root.addAppender(appender);
  }

  @AfterEach
  void close() {
    var root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    root.detachAppender("json captured");
    root.detachAppender("ecs captured");
    root.setLevel(Level.INFO);
    stage.close();
  }

  @Test
  void noSecretIsWrittenAnywhere() throws Exception {
    stage.operate(options());
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
    Stage.awaitUntil(() -> receiver.posts().size() == Vendor.Kind.values().length);
    written.put("notifications", receiver.posts().toString());
    assertThat(written.get("log")).contains("Started").contains("\"mdc\"");
    assertThat(written.get("events")).contains("Started");
    assertThat(written.get("metrics")).contains("jvm_memory_used_bytes");
    assertThat(written.get("notifications")).contains("dev.backupsync.run.succeeded");
    assertThat(written.get("log")).doesNotContain(receiver.url().getPath());
    assertThat(MetricLabels.scraped(written.get("metrics"))).isEqualTo(MetricLabels.CONTRACT);
    written.forEach(NothingLeaksIT::assertClean);
  }

  /** The receiver of notifications may have a secret in its URL. */
  private String[] options() throws IOException {
    var key = Files.writeString(folder.resolve("key"), HMAC_KEY);
    var ca = Files.writeString(folder.resolve("ca.crt"), Certificates.shared().caPem());
    return new String[] {
      "--notify-url=" + receiver.url(), "--notify-key-file=" + key, "--notify-ca-file=" + ca
    };
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
        .doesNotContain(
            VeeamServer.PASSWORD, AzureServer.CLIENT_SECRET, HMAC_KEY, ELSE, "abc.def.ghi")
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
