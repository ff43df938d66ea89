package dev.backupsync.scenario.lifecycle;

import static dev.backupsync.api.v1alpha1.SyncState.FAILED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backupsync.MetricLabels;
import dev.backupsync.cluster.BothVendors;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Stage;
import dev.backupsync.cluster.Vendor;
import dev.backupsync.simulator.Certificates;
import dev.backupsync.simulator.Reply;
import dev.backupsync.simulator.WebhookReceiver;
import dev.backupsync.simulator.WebhookReceiver.Post;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A receiver is told of each run that ended, whatever befalls it or the operator meanwhile. */
@OnApiServer
class NotificationsIT {
  @AutoClose private final BothVendors both = BothVendors.open();
  @AutoClose private final WebhookReceiver receiver = WebhookReceiver.started();
  @TempDir private Path folder;
  private String[] options;

  @BeforeEach
  void write() throws IOException {
    var key = Files.writeString(folder.resolve("key"), "a key of this test");
    var ca = Files.writeString(folder.resolve("ca.crt"), Certificates.shared().caPem());
    options =
        new String[] {
          "--notify-url=" + receiver.url(), "--notify-key-file=" + key, "--notify-ca-file=" + ca
        };
  }

  @Test
  void eachRunIsToldOnceByItsResult() throws Exception {
    both.stage().operate(options);
    both.create("retry: {limit: 0}");
    both.awaitRunning();
    both.finish();
    both.awaitSuccess();
    both.request();
    both.awaitRunning();
    both.each(v -> v.fail("The role is missing"));
    both.each(v -> v.await(FAILED));
    Stage.awaitUntil(() -> receiver.posts().size() == 4);

    both.each(
        v -> {
          var last = Objects.requireNonNull(v.await(FAILED).lastRun());
          var told = told(v);
          assertThat(told)
              .extracting(event -> event.path("type").textValue())
              .containsExactly("dev.backupsync.run.succeeded", "dev.backupsync.run.failed");
          var run = told.getLast().at("/data/run");
          assertThat(run.path("id").textValue()).isEqualTo(last.id());
          assertThat(run.path("error").textValue()).contains("The role is missing");
          assertThat(run.at("/trigger/type").textValue()).isEqualTo("Requested");
          assertThat(told.getLast().at("/data/connection/name").textValue())
              .isEqualTo(v.connection());
        });
    assertThat(receiver.posts())
        .allMatch(post -> post.header("webhook-signature").startsWith("v1,"));
    var metrics = MetricLabels.scraped(metrics());
    assertThat(metrics).containsKey("backupsync_notification_attempts_total");
    assertThat(metrics())
        .contains("backupsync_notifications_total{result=\"delivered\"} 4.0")
        .contains("backupsync_notifications_total{result=\"lost\"} 0.0");
  }

  /**
   * Nothing of it stands in the way of a run, and the next process tells what this one could not.
   */
  @Test
  void whatAReceiverThatIsAwayMissedIsToldByTheNextProcess() {
    receiver.always(Reply.empty(503));
    both.stage().operate(options);
    both.create();
    both.awaitRunning();
    both.finish();
    both.awaitSuccess();
    Stage.awaitUntil(() -> !receiver.posts().isEmpty());
    both.stage().stopOperator();
    var before = receiver.posts().size();
    receiver.takeAll();

    both.stage().operate(options);
    Stage.awaitUntil(() -> receiver.posts().size() == before + 2);

    both.each(
        v -> {
          var run =
              Objects.requireNonNull(both.stage().get(v.kind(), "sync").getStatus().lastRun());
          assertThat(told(v).getLast().path("id").textValue()).isEqualTo(run.id());
        });
    both.request();
    both.awaitRunning();
    both.finish();
    both.awaitSuccess();
    Stage.awaitUntil(() -> receiver.posts().size() == before + 4);
  }

  private List<JsonNode> told(Vendor vendor) {
    return receiver.posts().stream()
        .map(Post::json)
        .filter(
            event -> event.at("/data/kind").textValue().equals(HasMetadata.getKind(vendor.kind())))
        .toList();
  }

  private String metrics() throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var url = "http://localhost:%d/metrics".formatted(both.stage().operator().httpPort());
      var request = HttpRequest.newBuilder(URI.create(url)).build();
      return client.send(request, BodyHandlers.ofString()).body();
    }
  }
}
