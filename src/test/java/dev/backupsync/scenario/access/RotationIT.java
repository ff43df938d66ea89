package dev.backupsync.scenario.access;

import static dev.backupsync.api.v1alpha1.SyncState.SUCCEEDED;
import static dev.backupsync.api.v1alpha1.SyncState.SYNCHRONIZING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.BackupSyncOperator;
import dev.backupsync.OperatorOptions;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Stage;
import dev.backupsync.cluster.Vendor;
import dev.backupsync.simulator.AzureServer;
import dev.backupsync.simulator.Certificates;
import dev.backupsync.simulator.Fault;
import io.fabric8.kubernetes.api.model.Condition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever proves who we are, or who they are, changes while a run is under way: it goes on. */
@OnApiServer
class RotationIT {
  @AutoClose private final Stage stage = Stage.open();

  @ParameterizedTest
  @EnumSource
  void aPasswordThatTheVendorChangedFirst(Vendor.Kind kind) {
    var vendor = running(kind);

    vendor.acceptOnly("new");
    awaitConnection(vendor, "CredentialsInvalid");
    stage.awaitReason(vendor.kind(), "sync", "ConnectionNotReady");
    vendor.givePassword("mistyped");
    stage.await(vendor.kind(), "sync", s -> s.error() != null && s.error().contains("Credentials"));
    vendor.givePassword("new");
    awaitConnection(vendor, "Connected");

    goesOnToItsEnd(vendor);
  }

  /** A start whose answer were lost could be sent again. */
  @ParameterizedTest
  @EnumSource
  void aPasswordThatChangesWhileTheStartIsUnderWay(Vendor.Kind kind) {
    var vendor = kind.on(stage);
    vendor.connect();
    stage.operate();
    vendor.server().faults().next(vendor.start(), new Fault.Latency(Duration.ofSeconds(3)));
    vendor.sync();
    Stage.awaitUntil(() -> vendor.starts() == 1);

    vendor.givePassword("mistyped");
    awaitConnection(vendor, "CredentialsInvalid");
    var started = stage.await(vendor.kind(), "sync", s -> s.run() != null && !s.run().inDoubt());
    assertThat(started.run().adopted()).isFalse();
    assertThat(started.run().operation()).isNotNull();
    vendor.password(true);
    awaitConnection(vendor, "Connected");

    goesOnToItsEnd(vendor);
  }

  @ParameterizedTest
  @EnumSource
  void aPasswordThatTheSecretGotFirst(Vendor.Kind kind) {
    var vendor = running(kind);

    vendor.givePassword("new");
    awaitConnection(vendor, "CredentialsInvalid");
    vendor.acceptOnly("new");
    awaitConnection(vendor, "Connected");

    goesOnToItsEnd(vendor);
  }

  @ParameterizedTest
  @EnumSource
  void aTokenThatExpiresIsReplacedAndNobodyNotices(Vendor.Kind kind) {
    var vendor = running(kind);
    var before = awaitConnection(vendor, "Connected");
    var polls = polls(vendor);

    vendor.expireTokens();
    Stage.awaitUntil(() -> polls(vendor) > polls + 2);

    assertThat(sync(vendor).error()).isNull();
    goesOnToItsEnd(vendor);
    assertThat(awaitConnection(vendor, "Connected").getLastTransitionTime())
        .isEqualTo(before.getLastTransitionTime());
  }

  @ParameterizedTest
  @EnumSource
  void aCertificateOfANewAuthority(Vendor.Kind kind) {
    var vendor = running(kind);
    var authority = Certificates.another();

    vendor.present(authority.trusted());
    awaitConnection(vendor, "TlsUntrusted");
    stage.awaitReason(vendor.kind(), "sync", "ConnectionNotReady");
    stage.configMap("ca", Map.of("ca.crt", authority.caPem()));
    awaitConnection(vendor, "Connected");

    goesOnToItsEnd(vendor);
  }

  @ParameterizedTest
  @EnumSource
  void aCertificateOfANewAuthorityThatTheBundleHeldBefore(Vendor.Kind kind) {
    var vendor = running(kind);
    var before = awaitConnection(vendor, "Connected");
    var authority = Certificates.another();

    stage.configMap("ca", Map.of("ca.crt", Certificates.shared().caPem() + authority.caPem()));
    var logins = logins(vendor);
    Stage.awaitUntil(() -> logins(vendor) > logins); // a new client has taken the bundle up
    vendor.present(authority.trusted());

    goesOnToItsEnd(vendor);
    assertThat(awaitConnection(vendor, "Connected").getLastTransitionTime())
        .isEqualTo(before.getLastTransitionTime());
  }

  @Test
  void aFederatedTokenWhoseFileRotates(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("token"), "first");
    stage.azure.authority().federated(AzureServer.CLIENT_ID, "first");
    var vendor = Vendor.Kind.AZURE.on(stage);
    vendor.connect();
    var credential = "{\"type\": \"WorkloadIdentity\", \"secretRef\": null}";
    stage.patch(
        vendor.connectionKind(),
        vendor.connection(),
        "{\"spec\": {\"credential\": %s}}".formatted(credential));
    var environment = Map.of("AZURE_FEDERATED_TOKEN_FILE", file.toString());
    var options =
        OperatorOptions.of(
            "--http-port=0",
            "--watch-namespaces=" + stage.namespace(),
            "--ambient-credentials-namespaces=" + stage.namespace(),
            "--ambient-credentials-hosts=localhost");
    try (var _ =
        BackupSyncOperator.start(stage.client(), options, environment, InstantSource.system())) {
      vendor.sync();
      vendor.await(SYNCHRONIZING);

      stage.azure.authority().federated(AzureServer.CLIENT_ID, "second");
      vendor.expireTokens();
      awaitConnection(vendor, "CredentialsInvalid");
      Files.writeString(file, "second");
      awaitConnection(vendor, "Connected");

      goesOnToItsEnd(vendor);
    }
  }

  /** The run that was under way, and no other one. */
  private void goesOnToItsEnd(Vendor vendor) {
    var before = sync(vendor);
    assertThat(before.currentState()).isEqualTo(SYNCHRONIZING);

    vendor.finish();
    var after = vendor.await(SUCCEEDED);

    assertThat(after.run().id()).isEqualTo(before.run().id());
    assertThat(after.lastRun().attempts()).isOne();
    assertThat(after.error()).isNull();
    assertThat(vendor.starts()).isOne();
    stage.awaitEvents("sync", "Started", "Succeeded");
  }

  private Vendor running(Vendor.Kind kind) {
    var vendor = kind.on(stage);
    vendor.connect();
    stage.operate();
    vendor.sync();
    vendor.await(SYNCHRONIZING);
    return vendor;
  }

  private SyncStatus sync(Vendor vendor) {
    return stage.get(vendor.kind(), "sync").getStatus();
  }

  private Condition awaitConnection(Vendor vendor, String reason) {
    return stage.awaitReason(vendor.connectionKind(), vendor.connection(), reason);
  }

  private static int polls(Vendor vendor) {
    return vendor.server().requests().count(vendor.poll());
  }

  private static int logins(Vendor vendor) {
    return vendor.server().count("POST", "(?i).*/token");
  }
}
