package dev.backupsync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Stage;
import dev.backupsync.cluster.Vendor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
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
