package dev.backupsync.scenario.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.ConnectionRef;
import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.RepositoryRef;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.RunResult;
import dev.backupsync.api.v1alpha1.SyncAnnotations;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.api.v1alpha1.Trigger;
import dev.backupsync.api.v1alpha1.TriggerType;
import dev.backupsync.cluster.ApiServer;
import dev.backupsync.cluster.BothVendors;
import dev.backupsync.cluster.OldCrds;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.OperatorProcess;
import dev.backupsync.cluster.Stage;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A CRD that is older than the operator drops the fields that it does not know. On one that loses
 * what keeps a run from being started twice, none is started, which is told; once it is replaced,
 * all goes on without a restart.
 */
@OnApiServer
class OldCrdsIT {
  private static final SyncStatus HANDLED = SyncStatus.NEW.withLastHandledRequest("x");
  private static final SyncStatus REFUSED = SyncStatus.NEW.withReason(Reason.START_REFUSED);

  private static final SyncStatus FOLLOWED =
      SyncStatus.NEW.withRun(
          Run.begin(
                  "x",
                  Target.of(new ConnectionRef("x", "x"), new RepositoryRef(null, "x")),
                  Trigger.of(TriggerType.CREATED),
                  Instant.EPOCH)
              .withOperation(new Operation("x", null)));

  private static ApiServer api;
  private static OldCrds crds;

  private BothVendors both;

  @BeforeAll
  static void start() {
    api = ApiServer.withCrds();
    crds = new OldCrds(api.client());
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @BeforeEach
  void open() {
    both = new BothVendors(new Stage(api.client()));
  }

  @AfterEach
  void close() {
    both.close();
    crds.upgrade();
  }

  @Test
  void nothingIsStartedWhereRequestsAreForgottenUntilTheCrdIsReplaced() throws Exception {
    both.create();
    both.each(
        vendor ->
            both.stage()
                .annotate(
                    vendor.kind(), "sync", SyncAnnotations.REQUESTED_AT, "with its creation"));
    forgetRequests();

    both.stage().operate();

    assertRefused("status.lastHandledRequest");
    crds.upgrade();
    awaitOneRun();
    assertThat(get("/readyz").statusCode()).isEqualTo(200);
  }

  @Test
  void nothingIsStartedOnTheCrdsOfVersion01() throws Exception {
    both.create();
    crds.asOfVersion01();
    both.each(vendor -> crds.awaitLoss(both.stage(), vendor, REFUSED));

    both.stage().operate();

    assertRefused("status");
    crds.upgrade();
    awaitOneRun();
  }

  /** The one handle of a run is lost only after it was started. */
  @Test
  void whatIsWrittenAfterTheStartIsTriedBeforeIt() throws Exception {
    both.create();
    crds.forget("run", "operation");
    both.each(vendor -> crds.awaitLoss(both.stage(), vendor, FOLLOWED));

    both.stage().operate();

    assertRefused("status.run.operation");
  }

  @Test
  void aCrdThatIsReplacedByAnOlderOneIsNoticedByTheNextWrite() throws Exception {
    both.stage().operate();
    both.create();
    both.awaitRunning();
    forgetRequests();
    both.request();
    both.finish();

    awaitFollowedAndRefused();
    assertToldByHealth("status.lastHandledRequest");
    crds.upgrade();
    awaitSecondRun();
  }

  @Test
  void aRunInFlightIsFollowedByTheNextOperatorToo() {
    both.stage().operate();
    both.create();
    both.awaitRunning();
    both.stage().stopOperator();
    crds.asOfVersion01();
    both.each(vendor -> crds.awaitLoss(both.stage(), vendor, REFUSED));

    both.stage().operate();
    both.request();
    both.finish();

    awaitFollowedAndRefused();
    crds.upgrade();
    awaitSecondRun();
  }

  @Test
  void theProcessSaysSoAtItsStart() {
    both.create();
    forgetRequests();

    try (var operator =
        OperatorProcess.start(api.kubeconfig(), "--watch-namespaces=" + both.stage().namespace())) {
      Stage.awaitUntil(() -> operator.log().contains("Health and metrics"));
      both.each(
          vendor ->
              assertThat(operator.log())
                  .contains(
                      "The CRD "
                          + HasMetadata.getFullResourceName(vendor.kind())
                          + " does not hold status.lastHandledRequest")
                  .contains("kubectl apply -f crds/"));
      assertThat(operator.isReady()).isFalse();
    }
  }

  private void forgetRequests() {
    crds.forget("lastHandledRequest");
    both.each(vendor -> crds.awaitLoss(both.stage(), vendor, HANDLED));
  }

  private void assertRefused(String field) throws IOException, InterruptedException {
    both.each(
        vendor -> {
          var ready = both.stage().awaitReason(vendor.kind(), "sync", "StartRefused");
          assertThat(ready.getStatus()).isEqualTo("Unknown");
          assertThat(ready.getMessage())
              .contains("The CRD " + HasMetadata.getFullResourceName(vendor.kind()))
              .contains(field)
              .contains("kubectl apply -f crds/");
          assertThat(vendor.posts()).isZero();
        });
    assertToldByHealth(field);
  }

  private void assertToldByHealth(String field) throws IOException, InterruptedException {
    var ready = get("/readyz");
    assertThat(ready.statusCode()).isEqualTo(503);
    both.each(
        vendor ->
            assertThat(ready.body())
                .contains(HasMetadata.getFullResourceName(vendor.kind()) + " does not hold")
                .contains(field));
    assertThat(get("/livez").statusCode()).isEqualTo(200);
  }

  private void awaitOneRun() {
    both.awaitRunning();
    both.finish();
    both.awaitSuccess();
    both.assertOneStartPerTrigger(1);
    both.each(vendor -> assertThat(vendor.posts()).isEqualTo(1));
  }

  private void awaitFollowedAndRefused() {
    both.each(
        vendor -> {
          both.stage().awaitReason(vendor.kind(), "sync", "StartRefused");
          var status = both.stage().get(vendor.kind(), "sync").getStatus();
          assertThat(status.pastRuns()) // the last may be one that was begun, and never started
              .anyMatch(run -> run.result() == RunResult.SUCCEEDED);
          assertThat(vendor.posts()).isEqualTo(1);
        });
  }

  private void awaitSecondRun() {
    both.awaitRunning();
    both.finish();
    both.awaitSuccess();
    both.each(
        vendor -> {
          assertThat(vendor.posts()).isEqualTo(2);
          assertThat(vendor.mostAtOnce()).isEqualTo(1);
        });
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    var uri = URI.create("http://localhost:" + both.stage().operator().httpPort() + path);
    try (var http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
  }
}
