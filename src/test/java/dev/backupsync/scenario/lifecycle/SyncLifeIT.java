package dev.backupsync.scenario.lifecycle;

import static dev.backupsync.api.v1alpha1.SyncState.FAILED;
import static dev.backupsync.api.v1alpha1.SyncState.SUCCEEDED;
import static dev.backupsync.api.v1alpha1.SyncState.SYNCHRONIZING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.VeeamConnection;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Stage;
import dev.backupsync.cluster.Vendor;
import dev.backupsync.simulator.Certificates;
import dev.backupsync.simulator.Fault;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The life of a sync on a real API server, for both vendors; the vendors' counters are judges. */
@OnApiServer
class SyncLifeIT {
  @AutoClose private final Stage stage = Stage.open();

  @ParameterizedTest
  @EnumSource
  void isReadyOnceTheVendorIsDone(Vendor.Kind kind) {
    var vendor = running(kind);
    vendor.finish();

    var status = vendor.await(SUCCEEDED);

    assertThat(status.progressPercent()).isEqualTo(100);
    assertThat(status.lastSuccessTime()).isNotNull();
    assertThat(status.error()).isNull();
    assertThat(status.observedGeneration()).isEqualTo(1);
    assertThat(conditions(status)).containsExactly("Ready=True/Synchronized");
    stage.awaitEvents("sync", "Started", "Succeeded");
    assertThat(vendor.starts()).isOne();
  }

  @ParameterizedTest
  @EnumSource
  void tellsTheVendorsErrorAndTriesAgainWithinTheLimit(Vendor.Kind kind) {
    var vendor = vendor(kind);
    stage.operate();
    vendor.sync("retry: {limit: 1, interval: 1s}");

    for (var attempt = 1; attempt <= 2; attempt++) {
      var number = attempt;
      stage.await(
          vendor.kind(),
          "sync",
          s -> s.currentState() == SYNCHRONIZING && s.run().attempt() == number);
      vendor.fail("Disk is full");
    }
    var status = vendor.await(FAILED);

    assertThat(status.error()).contains("Disk is full");
    assertThat(status.lastRun().attempts()).isEqualTo(2);
    assertThat(conditions(status))
        .containsExactly("Ready=False/RetriesExhausted", "Stalled=True/RetriesExhausted");
    stage.awaitEvents("sync", "Started", "Retrying", "Started", "Failed");
    assertThat(vendor.starts()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void anUnknownTargetFailsAtOnce(Vendor.Kind kind) {
    var vendor = vendor(kind);
    stage.operate();
    vendor.syncUnknown();

    var status = vendor.await(FAILED);

    assertThat(status.reason()).isEqualTo(Reason.TARGET_NOT_FOUND);
    assertThat(status.lastError().recommendedActions()).isNotEmpty();
    assertThat(vendor.starts()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void aWrongPasswordCostsNoStartAndARightOneTakesEffectAtOnce(Vendor.Kind kind) {
    var vendor = vendor(kind);
    vendor.password(false);
    stage.operate();
    vendor.sync();

    var waiting = stage.awaitReason(vendor.kind(), "sync", "ConnectionNotReady");
    assertThat(waiting.getMessage()).contains("CredentialsInvalid");
    assertThat(vendor.starts()).isZero();

    vendor.password(true);
    vendor.await(SYNCHRONIZING);
    vendor.finish();
    vendor.await(SUCCEEDED);
    assertThat(vendor.starts()).isOne();
  }

  @ParameterizedTest
  @EnumSource
  void anUntrustedCertificateGetsNoCredentials(Vendor.Kind kind) {
    var vendor = vendor(kind);
    vendor.present(Certificates.untrusted());
    stage.operate();
    vendor.sync();

    var waiting = stage.awaitReason(vendor.kind(), "sync", "ConnectionNotReady");

    assertThat(waiting.getMessage()).contains("TlsUntrusted");
    assertThat(vendor.server().count("*", ".*")).isZero();
    assertThat(vendor.starts()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void aStartWhoseAnswerIsLostIsFoundAndNotRepeated(Vendor.Kind kind) {
    var vendor = vendor(kind);
    vendor.loseNextStart(true);
    stage.operate();
    vendor.sync();

    stage.await(vendor.kind(), "sync", s -> s.run() != null && vendor.starts() == 1);
    vendor.finish();
    var status = vendor.await(SUCCEEDED);

    assertThat(status.run().adopted()).isTrue();
    assertThat(vendor.starts()).isOne();
  }

  @ParameterizedTest
  @EnumSource
  void aStartThatNeverArrivedIsSentAgain(Vendor.Kind kind) {
    var vendor = vendor(kind);
    vendor.loseNextStart(false);
    stage.operate();
    vendor.sync();

    vendor.await(SYNCHRONIZING);
    vendor.finish();
    vendor.await(SUCCEEDED);

    assertThat(vendor.starts()).isOne();
  }

  @ParameterizedTest
  @EnumSource
  void aRestartInTheMiddleOfARunFollowsTheSameRun(Vendor.Kind kind) {
    var vendor = running(kind);
    var before = stage.get(vendor.kind(), "sync").getStatus();
    stage.stopOperator();
    stage.operate();

    vendor.finish();
    var after = vendor.await(SUCCEEDED);

    assertThat(after.run().id()).isEqualTo(before.run().id());
    assertThat(after.run().operation().id()).isEqualTo(before.run().operation().id());
    stage.awaitEvents("sync", "Started", "Succeeded");
    assertThat(vendor.starts()).isOne();
  }

  @ParameterizedTest
  @EnumSource
  void aSyncDeletedInTheMiddleOfARunIsGoneAtOnceAndItsRunGoesOn(Vendor.Kind kind) {
    var vendor = running(kind);

    stage.delete(vendor.kind(), "sync");
    var polls = vendor.server().requests().all().size();
    vendor.connect(); // an update of the connection, to see that the operator still works
    stage.apply(
        """
        apiVersion: backupsync.dev/v1alpha1
        kind: VeeamConnection
        metadata: {name: other}
        spec: {url: $veeam, credentialsSecretRef: {name: nobody}}
        """);
    stage.awaitReason(VeeamConnection.class, "other", "SecretNotFound");

    assertThat(vendor.starts()).isOne();
    assertThat(vendor.mostAtOnce()).isOne();
    assertThat(polls).isPositive();
  }

  /** Not at Azure, which offers no list of what is running. */
  @ParameterizedTest
  @EnumSource(names = "VEEAM")
  void aSyncCreatedAgainAdoptsTheRunThatWasLeftBehind(Vendor.Kind kind) {
    var vendor = running(kind);
    stage.delete(vendor.kind(), "sync");
    vendor.sync();

    stage.await(vendor.kind(), "sync", s -> s.run() != null && s.run().adopted());
    vendor.finish();
    vendor.await(SUCCEEDED);

    assertThat(vendor.starts()).isOne();
  }

  @ParameterizedTest
  @EnumSource
  void pollsThatFailAreNoReasonToFail(Vendor.Kind kind) {
    var vendor = vendor(kind);
    vendor.server().faults().next(2, vendor.poll(), Fault.html(500));
    stage.operate();
    vendor.sync();

    stage.awaitReason(vendor.kind(), "sync", "ProgressingWithRetry");
    vendor.finish();
    var status = vendor.await(SUCCEEDED);

    assertThat(status.lastRun().attempts()).isOne();
    assertThat(vendor.starts()).isOne();
  }

  @ParameterizedTest
  @EnumSource
  void aRunThatDoesNotEndTimesOut(Vendor.Kind kind) {
    var vendor = vendor(kind);
    stage.operate();
    vendor.sync("timeout: 2s");

    var status = vendor.await(FAILED);

    assertThat(status.reason()).isEqualTo(Reason.DEADLINE_EXCEEDED);
    stage.awaitEvents("sync", "Started", "TimedOut");
    assertThat(vendor.starts()).isOne();
  }

  @ParameterizedTest
  @EnumSource
  void aDeadVendorIsAskedByOneConnectionAndNotBySyncs(Vendor.Kind kind) {
    var vendor = running(kind);
    vendor.server().stop();

    stage.awaitReason(vendor.kind(), "sync", "ConnectionNotReady");
    vendor.server().start();
    vendor.finish();
    vendor.await(SUCCEEDED);

    assertThat(vendor.starts()).isOne();
  }

  private Vendor vendor(Vendor.Kind kind) {
    var vendor = kind.on(stage);
    vendor.connect();
    return vendor;
  }

  /** With one run under way. */
  private Vendor running(Vendor.Kind kind) {
    var vendor = vendor(kind);
    stage.operate();
    vendor.sync();
    vendor.await(SYNCHRONIZING);
    return vendor;
  }

  private static List<String> conditions(SyncStatus status) {
    return status.knownConditions().stream()
        .map(c -> c.getType() + "=" + c.getStatus() + "/" + c.getReason())
        .toList();
  }
}
