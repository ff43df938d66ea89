package dev.backupsync.scenario.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Stage;
import dev.backupsync.cluster.Vendor;
import dev.backupsync.simulator.Fault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two operators that serve the same objects, each of which believes itself alone. */
@OnApiServer
class SecondOperatorIT {
  private static final String TOLD = "SecondOperator";

  @AutoClose private final Stage stage = Stage.open();

  @ParameterizedTest
  @EnumSource
  void isNoticedByWhoeverSeesItsStatusWrittenOver(Vendor.Kind kind) {
    var vendor = kind.on(stage);
    vendor.connect();
    stage.operate().operate();

    vendor.sync();
    vendor.await(SyncState.SYNCHRONIZING);
    vendor.finish();
    vendor.await(SyncState.SUCCEEDED);
    for (var run = 1; !stage.events("sync").contains(TOLD); run++) {
      var request = "run-" + run;
      vendor.outOfOrder(true);
      stage.annotate(vendor.kind(), "sync", "backupsync.dev/requested-at", request);
      stage.await(
          vendor.kind(),
          "sync",
          s ->
              s.currentState() == SyncState.SYNCHRONIZING
                  && request.equals(s.lastHandledRequest()));
      vendor.finish();
      vendor.await(SyncState.SUCCEEDED);
      assertThat(run).isLessThan(20);
    }

    assertThat(vendor.mostAtOnce()).isOne();
  }

  /** The other one looks while the answer to the start is on its way, and can only watch for it. */
  @ParameterizedTest
  @EnumSource
  void doesNotMakeTheFirstForgetWhatItStarted(Vendor.Kind kind) {
    var vendor = kind.on(stage);
    vendor.connect();
    vendor.outOfOrder(true);
    vendor.server().faults().next(vendor.start(), new Fault.Latency(Duration.ofSeconds(2)));
    stage.operate();
    vendor.sync();
    var sent =
        stage.await(vendor.kind(), "sync", s -> s.knownRun().filter(Run::inDoubt).isPresent());

    stage.plantStatus(
        vendor.kind(),
        "sync",
        """
        {"status": {"message": "Watching", "run": {"misses": 1, "nextPollTime": "%s"}}}
        """
            .formatted(Instant.now().plusSeconds(60)));
    var status = vendor.await(SyncState.SYNCHRONIZING);

    assertThat(status.run().id()).isEqualTo(sent.run().id());
    assertThat(status.run().operation()).isNotNull();
    assertThat(status.run().adopted()).isFalse();
    vendor.finish();
    vendor.await(SyncState.SUCCEEDED);
    assertThat(vendor.starts()).isOne();
    stage.awaitEvents("sync", "Started", "Succeeded");
  }

  /** One process after another is none. */
  @ParameterizedTest
  @EnumSource
  void isNotSeenWhereOneProcessTakesOverFromAnother(Vendor.Kind kind)
      throws IOException, InterruptedException {
    var vendor = kind.on(stage);
    vendor.connect();
    stage.operate();
    vendor.sync();
    vendor.await(SyncState.SYNCHRONIZING);
    var first = stage.get(vendor.kind(), "sync").getStatus().writtenBy();

    stage.stopOperator();
    stage.operate();
    vendor.finish();
    vendor.await(SyncState.SUCCEEDED);

    assertThat(stage.get(vendor.kind(), "sync").getStatus().writtenBy()).isNotEqualTo(first);
    assertThat(metrics()).contains("backupsync_statuses_overwritten_total 0.0");
    assertThat(stage.events("sync")).doesNotContain(TOLD);
  }

  private String metrics() throws IOException, InterruptedException {
    var uri = URI.create("http://127.0.0.1:" + stage.operator().httpPort() + "/metrics");
    try (var http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    }
  }
}
