package dev.backupsync.scenario.failover;

import static dev.backupsync.api.v1alpha1.SyncState.SUCCEEDED;
import static dev.backupsync.api.v1alpha1.SyncState.SYNCHRONIZING;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.BackupSyncOperator;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.SyncAnnotations;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Stage;
import dev.backupsync.cluster.Vendor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two operators share a namespace by disjoint selectors: each serves its own syncs alone. */
@OnApiServer
class SelectorsIT {
  private Stage stage;
  private BackupSyncOperator a;
  private BackupSyncOperator b;

  @BeforeEach
  void open() {
    stage = Stage.open();
    a = stage.operate("--watch-selector=shard=a").operator();
    b = stage.operate("--watch-selector=shard=b").operator();
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @ParameterizedTest
  @EnumSource
  void eachServesItsOwnSyncsAlone(Vendor.Kind kind) throws IOException, InterruptedException {
    var vendor = connected(kind);
    vendor.syncNamed("nobodys");
    vendor.syncNamed("of-a");
    move(vendor, "of-a", "a");
    complete(vendor, "of-a");
    vendor.syncNamed("of-b");
    move(vendor, "of-b", "b");
    complete(vendor, "of-b");

    stage.awaitEvents("of-a", "Started", "Succeeded");
    stage.awaitEvents("of-b", "Started", "Succeeded");
    assertThat(succeeded(a)).isEqualTo("1.0");
    assertThat(succeeded(b)).isEqualTo("1.0");
    assertThat(stage.get(vendor.kind(), "nobodys").getStatus()).isEqualTo(SyncStatus.NEW);
    assertThat(stage.events("nobodys")).isEmpty();
    assertThat(vendor.starts()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void bothUseTheSameConnection(Vendor.Kind kind) throws IOException, InterruptedException {
    var vendor = connected(kind);
    vendor.password(false);
    Stage.awaitUntil(() -> "0.0".equals(metric(a, "backupsync_connection_up")));
    vendor.syncNamed("of-a");
    move(vendor, "of-a", "a");
    stage.awaitReason(vendor.kind(), "of-a", "ConnectionNotReady");

    vendor.password(true);
    complete(vendor, "of-a");
    vendor.syncNamed("of-b");
    move(vendor, "of-b", "b");
    complete(vendor, "of-b");

    assertThat(metric(a, "backupsync_connection_up")).isEqualTo("1.0");
    assertThat(metric(b, "backupsync_connection_up")).isEqualTo("1.0");
  }

  /** Where it may be read, and still belongs to another operator. */
  @ParameterizedTest
  @EnumSource
  void aConnectionInANamespaceThatIsNotWatchedIsNotFound(Vendor.Kind kind) {
    try (var elsewhere = Stage.open()) {
      kind.on(elsewhere).connect();
      var vendor = kind.on(stage);
      vendor.sync();
      stage.patch(
          vendor.kind(),
          "sync",
          "{\"spec\": {\"connectionRef\": {\"namespace\": \"%s\"}}}"
              .formatted(elsewhere.namespace()));
      move(vendor, "sync", "a");

      var told = stage.awaitReason(vendor.kind(), "sync", Reason.CONNECTION_NOT_FOUND.word());
      assertThat(told.getMessage()).contains("does not watch", elsewhere.namespace());
      assertThat(vendor.posts()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSyncThatMovesInTheMiddleOfItsRunIsFollowedOnByTheOther(Vendor.Kind kind)
      throws IOException, InterruptedException {
    var vendor = connected(kind);
    vendor.syncNamed("nomad");
    move(vendor, "nomad", "a");
    vendor.await("nomad", SYNCHRONIZING);

    move(vendor, "nomad", "b");
    vendor.finish();
    vendor.await("nomad", SUCCEEDED);

    stage.awaitEvents("nomad", "Started", "Succeeded");
    assertThat(succeeded(b)).isEqualTo("1.0");
    assertThat(vendor.starts()).isOne();

    stage.annotate(vendor.kind(), "nomad", SyncAnnotations.REQUESTED_AT, "again");
    complete(vendor, "nomad");
    stage.awaitEvents("nomad", "Started", "Succeeded", "Started", "Succeeded");
    assertThat(succeeded(b)).isEqualTo("2.0");
    assertThat(vendor.starts()).isEqualTo(2);
  }

  private Vendor connected(Vendor.Kind kind) {
    var vendor = kind.on(stage);
    vendor.connect();
    return vendor;
  }

  private void move(Vendor vendor, String name, String shard) {
    stage.patch(
        vendor.kind(), name, "{\"metadata\": {\"labels\": {\"shard\": \"%s\"}}}".formatted(shard));
  }

  private void complete(Vendor vendor, String name) {
    vendor.await(name, SYNCHRONIZING);
    vendor.finish();
    vendor.await(name, SUCCEEDED);
  }

  /** Runs that this operator saw succeed. */
  private static String succeeded(BackupSyncOperator operator)
      throws IOException, InterruptedException {
    return lines(operator, "backupsync_runs_total")
        .filter(line -> line.contains("reason=\"Synchronized\"") && !line.endsWith(" 0.0"))
        .map(SelectorsIT::value)
        .collect(joining(" "));
  }

  /** The value of a metric that has only one. */
  private static String metric(BackupSyncOperator operator, String name)
      throws IOException, InterruptedException {
    return lines(operator, name).map(SelectorsIT::value).collect(joining(" "));
  }

  private static String value(String line) {
    return line.replaceAll(".* ", "");
  }

  private static Stream<String> lines(BackupSyncOperator operator, String name)
      throws IOException, InterruptedException {
    var uri = URI.create("http://localhost:" + operator.httpPort() + "/metrics");
    try (var http = HttpClient.newHttpClient()) {
      var answer =
          http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
      return answer.body().lines().filter(line -> line.startsWith(name));
    }
  }
}
