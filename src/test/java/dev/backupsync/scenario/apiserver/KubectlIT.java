package dev.backupsync.scenario.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.Defaults;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.cluster.ApiServer;
import dev.backupsync.cluster.Kubectl;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Stage;
import dev.backupsync.cluster.Vendor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a user sees with the real kubectl. */
@OnApiServer
class KubectlIT {
  private Stage stage;
  private Vendor vendor;

  @BeforeEach
  void runOne() {
    stage = Stage.open();
    vendor = Vendor.Kind.VEEAM.on(stage);
    vendor.connect();
    stage.operate();
    vendor.sync("suspend: false");
    vendor.await(SyncState.SYNCHRONIZING);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void getShowsTheColumnsInTheirOrder() {
    stage.veeam.advance(((Vendor.Veeam) vendor).repository().id(), 35);
    stage.await(vendor.kind(), "sync", s -> Integer.valueOf(35).equals(s.progressPercent()));

    var id = ((Vendor.Veeam) vendor).repository().id().toString();
    var table = table("get", "reposync");
    assertThat(table.getFirst())
        .containsExactly("NAME", "STATE", "PROGRESS", "READY", "TARGET", "LAST-SUCCESS", "AGE");
    assertThat(table.get(1)).startsWith("sync", "Synchronizing", "35", "Unknown", id);

    assertThat(table("get", "reposync", "-o", "wide").getFirst())
        .containsExactly(
            "NAME",
            "STATE",
            "PROGRESS",
            "READY",
            "TARGET",
            "LAST-SUCCESS",
            "REASON",
            "ERROR",
            "CONNECTION",
            "NEXT-RUN",
            "SUSPEND",
            "AGE");
    assertThat(table("get", "veeamconn").getFirst())
        .containsExactly("NAME", "READY", "REASON", "VERSION", "URL", "AGE");
    assertThat(table("get", "veeamconn").get(1))
        .startsWith("vb365", "True", "Connected", "v8", stage.veeam.url().toString());
  }

  @Test
  void waitReturnsOnceItIsReadyAndDescribeShowsWhatHappened() {
    vendor.finish();

    var waited = kubectl("wait", "--for=condition=Ready", "reposync/sync", "--timeout=60s");
    assertThat(waited.output()).contains("condition met");
    assertThat(waited.exitCode()).isZero();

    stage.awaitEvents("sync", "Started", "Succeeded");
    var described = kubectl("describe", "reposync", "sync").output();
    assertThat(described).contains("Normal", "Started", "Succeeded", "is synchronized");
  }

  @Test
  void explainTellsWhatAFieldMeansAndItsDefault() {
    assertThat(kubectl("explain", "repositorysync.spec.timeout").output().replaceAll("\\s+", " "))
        .contains("How long one attempt may take", "Default: " + Defaults.TIMEOUT);
    assertThat(kubectl("explain", "azureconn").output()).contains("How to reach and log in to");
  }

  @Test
  void whatNobodyHasLookedAtSaysSo() {
    stage.stopOperator();
    stage.delete(vendor.kind(), "sync");
    vendor.sync();

    assertThat(kubectl("get", "reposync", "sync", "-o", "jsonpath={.status}").output())
        .isEqualTo("{\"observedGeneration\":-1}");
  }

  @Test
  void theCategoryListsAllFourKinds() {
    stage.azureConnection();
    Vendor.Kind.AZURE.on(stage).sync();

    assertThat(kubectl("get", "backupsync", "-o", "name").output())
        .contains("veeamconnection", "azureconnection", "repositorysync", "backupinstancesync");
  }

  private List<List<String>> table(String... arguments) {
    return kubectl(arguments).output().lines().map(line -> columns(line)).toList();
  }

  private static List<String> columns(String line) {
    return Arrays.stream(line.strip().split("  +|(?<=\\S) (?=\\S)")).map(String::strip).toList();
  }

  private Kubectl.Result kubectl(String... arguments) {
    return ApiServer.shared()
        .kubectl()
        .run(
            Stream.concat(Stream.of(arguments), Stream.of("-n", stage.namespace()))
                .toArray(String[]::new));
  }
}
