package dev.backupsync.scenario.lifecycle;

import static dev.backupsync.api.v1alpha1.SyncState.SUCCEEDED;
import static dev.backupsync.api.v1alpha1.SyncState.SYNCHRONIZING;
import static dev.backupsync.api.v1alpha1.TriggerType.CREATED;
import static dev.backupsync.api.v1alpha1.TriggerType.REQUESTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.RunRecord;
import dev.backupsync.api.v1alpha1.StatusBudget;
import dev.backupsync.api.v1alpha1.SyncAnnotations;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.Trigger;
import dev.backupsync.api.v1alpha1.Truncation;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Stage;
import dev.backupsync.cluster.Vendor;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Runs asked for by annotation: each value is served once. That nothing else starts a run shows in
 * the request that follows: an unwanted run would be in its way, and in the vendor's count.
 */
@OnApiServer
class RequestsIT {
  private static final Trigger CREATION = Trigger.of(CREATED);

  @AutoClose private final Stage stage = Stage.open();

  /** As a template leaves it behind. */
  @ParameterizedTest
  @EnumSource
  void anEmptyRequestIsNone(Vendor.Kind kind) {
    var vendor = kind.on(stage);
    vendor.outOfOrder(false);
    vendor.connect();
    stage.operate();
    vendor.sync();
    vendor.await(SYNCHRONIZING);
    stage.annotate(vendor.kind(), "sync", SyncAnnotations.REQUESTED_AT, "");
    stage.annotate(vendor.kind(), "sync", SyncAnnotations.CANCEL_REQUESTED_AT, "");
    vendor.finish();
    vendor.await(SUCCEEDED);

    vendor.syncNamed("later");
    vendor.await("later", SYNCHRONIZING);
    vendor.finish();
    vendor.await("later", SUCCEEDED);
    assertThat(vendor.starts()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void aNewValueStartsARunThatIsPinnedToIt(Vendor.Kind kind) {
    var vendor = succeeded(kind);

    request(vendor, "monday");
    var running = awaitRun(vendor, SYNCHRONIZING, requested("monday"));
    assertThat(running.lastHandledRequest()).isEqualTo("monday");
    vendor.finish();

    var status = awaitRun(vendor, SUCCEEDED, requested("monday"));
    assertThat(status.pastRuns())
        .extracting(RunRecord::trigger)
        .containsExactly(requested("monday"), CREATION);
    stage.awaitEvents("sync", "Started", "Succeeded", "Started", "Succeeded");
    assertThat(vendor.starts()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void nothingButANewValueStartsARun(Vendor.Kind kind) {
    var vendor = succeeded(kind);
    serve(vendor, "monday");

    stage.stopOperator();
    stage.operate();
    edit(vendor, "{'metadata': {'labels': {'team': 'blue'}}}");
    edit(vendor, "{'metadata': {'annotations': {'example.com/note': 'looked at'}}}");
    edit(vendor, "{'spec': {'timeout': '3h', 'pollInterval': '2s', 'retry': {'limit': 1}}}");
    stage.await(vendor.kind(), "sync", s -> s.observedGeneration() == 2);
    edit(vendor, "{'metadata': {'annotations': {'backupsync.dev/requested-at': null}}}");
    request(vendor, "monday");
    serve(vendor, "tuesday");

    assertThat(vendor.starts()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource
  void requestsDuringARunMakeOneMoreAfterIt(Vendor.Kind kind) {
    var vendor = connected(kind);
    stage.operate();
    vendor.sync();
    awaitRun(vendor, SYNCHRONIZING, CREATION);

    request(vendor, "monday");
    request(vendor, "tuesday");
    vendor.finish();
    var second = awaitRun(vendor, SYNCHRONIZING, requested("tuesday"));
    assertThat(second.lastHandledRequest()).isEqualTo("tuesday");
    vendor.finish();
    awaitRun(vendor, SUCCEEDED, requested("tuesday"));
    var last = serve(vendor, "wednesday");

    assertThat(last.pastRuns())
        .extracting(RunRecord::trigger)
        .containsExactly(requested("wednesday"), requested("tuesday"), CREATION);
    assertThat(vendor.starts()).isEqualTo(3);
    assertThat(vendor.mostAtOnce()).isOne();
  }

  @ParameterizedTest
  @EnumSource
  void aRequestDuringARunOutlivesTheOperator(Vendor.Kind kind) {
    var vendor = connected(kind);
    stage.operate();
    vendor.sync();
    awaitRun(vendor, SYNCHRONIZING, CREATION);

    request(vendor, "monday");
    stage.stopOperator();
    vendor.finish();
    stage.operate();
    awaitRun(vendor, SYNCHRONIZING, requested("monday"));
    vendor.finish();

    awaitRun(vendor, SUCCEEDED, requested("monday"));
    assertThat(vendor.starts()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void aRequestToASuspendedSyncIsServedOnResume(Vendor.Kind kind) {
    var vendor = succeeded(kind);
    edit(vendor, "{'spec': {'suspend': true}}");
    request(vendor, "monday");
    edit(vendor, "{'spec': {'timeout': '3h'}}");

    var waiting = stage.await(vendor.kind(), "sync", s -> s.observedGeneration() == 3);
    assertThat(waiting.currentState()).isEqualTo(SUCCEEDED);
    assertThat(waiting.lastHandledRequest()).isNull();
    assertThat(vendor.starts()).isOne();

    edit(vendor, "{'spec': {'suspend': false}}");
    awaitRun(vendor, SYNCHRONIZING, requested("monday"));
    assertThat(vendor.starts()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void aRequestToAnOperatorThatIsDownIsServedOnceItIsBack(Vendor.Kind kind) {
    var vendor = succeeded(kind);
    stage.stopOperator();
    request(vendor, "monday");
    stage.operate();

    awaitRun(vendor, SYNCHRONIZING, requested("monday"));
    vendor.finish();
    awaitRun(vendor, SUCCEEDED, requested("monday"));
    assertThat(vendor.starts()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void aSyncThatComesWithARequestRunsOnce(Vendor.Kind kind) {
    var vendor = connected(kind);
    vendor.sync();
    request(vendor, "monday");
    stage.operate();

    var first = awaitRun(vendor, SYNCHRONIZING, CREATION);
    assertThat(first.lastHandledRequest()).isEqualTo("monday");
    vendor.finish();
    awaitRun(vendor, SUCCEEDED, CREATION);
    serve(vendor, "tuesday");

    assertThat(vendor.starts()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void longValuesThatDifferAtTheirEndAreTwoRequests(Vendor.Kind kind) {
    var vendor = succeeded(kind);
    var ticket = "磁 \"ticket\" ".repeat(1_000);

    var first = serveLong(vendor, ticket + "4711");
    var second = serveLong(vendor, ticket + "4712");

    assertThat(second).startsWith("磁 \"ticket\" ").isNotEqualTo(first);
    assertThat(Truncation.size(second)).isLessThanOrEqualTo(StatusBudget.REQUEST);
    assertThat(vendor.starts()).isEqualTo(3);
  }

  private String serveLong(Vendor vendor, String request) {
    request(vendor, request);
    var token = vendor.await(SYNCHRONIZING).lastHandledRequest();
    vendor.finish();
    awaitRun(vendor, SUCCEEDED, requested(token));
    return token;
  }

  private Vendor connected(Vendor.Kind kind) {
    var vendor = kind.on(stage);
    vendor.connect();
    return vendor;
  }

  /** With one run behind it. */
  private Vendor succeeded(Vendor.Kind kind) {
    var vendor = connected(kind);
    stage.operate();
    vendor.sync();
    awaitRun(vendor, SYNCHRONIZING, CREATION);
    vendor.finish();
    awaitRun(vendor, SUCCEEDED, CREATION);
    return vendor;
  }

  private SyncStatus serve(Vendor vendor, String request) {
    request(vendor, request);
    awaitRun(vendor, SYNCHRONIZING, requested(request));
    vendor.finish();
    return awaitRun(vendor, SUCCEEDED, requested(request));
  }

  private void request(Vendor vendor, String value) {
    stage.annotate(vendor.kind(), "sync", SyncAnnotations.REQUESTED_AT, value);
  }

  private void edit(Vendor vendor, String patch) {
    stage.patch(vendor.kind(), "sync", patch.replace('\'', '"'));
  }

  private static Trigger requested(String value) {
    return new Trigger(REQUESTED, value);
  }

  private SyncStatus awaitRun(Vendor vendor, SyncState state, Trigger trigger) {
    return stage.await(
        vendor.kind(),
        "sync",
        s -> s.currentState() == state && s.run() != null && s.run().trigger().equals(trigger));
  }
}
