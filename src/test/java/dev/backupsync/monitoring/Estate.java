package dev.backupsync.monitoring;

import dev.backupsync.api.v1alpha1.RepositorySync;
import dev.backupsync.api.v1alpha1.SyncAnnotations;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.VeeamConnection;
import dev.backupsync.cluster.Stage;
import dev.backupsync.cluster.Vendor;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.VeeamServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Seven syncs and four connections, among them one of each that a dashboard must show. */
record Estate(Stage stage, Vendor mail, Vendor disk) {

  static Estate on(Stage stage) {
    var estate =
        new Estate(
            stage, Vendor.Kind.VEEAM.on(stage, "Mail"), Vendor.Kind.AZURE.on(stage, "vault"));
    estate.connect();
    estate.succeedAndFail();
    estate.runAndWait();
    return estate;
  }

  private void connect() {
    mail.connect();
    disk.connect();
    stage.secret("old", Map.of("username", VeeamServer.USER, "password", "of last year"));
    veeam("refused", "$veeam", "old");
    veeam("down", "https://127.0.0.1:1", "vb365");
    stage.awaitReason(VeeamConnection.class, "refused", "CredentialsInvalid");
    stage.awaitReason(VeeamConnection.class, "down", "Unreachable");
  }

  private void veeam(String name, String url, String secret) {
    stage.apply(
        """
        apiVersion: backupsync.dev/v1alpha1
        kind: VeeamConnection
        metadata: {name: %s}
        spec:
          url: %s
          credentialsSecretRef: {name: %s}
          tls: {caBundleRef: {name: ca}}
        """
            .formatted(name, url, secret));
  }

  private void succeedAndFail() {
    mail.syncNamed("mail", "schedule: '0 3 * * 0'");
    mail.await("mail", SyncState.SYNCHRONIZING);
    mail.finish();
    mail.await("mail", SyncState.SUCCEEDED);
    disk.server().faults().next(3, disk.look(), Fault.retryAfter(429, Duration.ofSeconds(1)));
    disk.syncNamed("disk", "retry: {limit: 0}");
    disk.await("disk", SyncState.SYNCHRONIZING);
    disk.fail("Role is missing");
    disk.await("disk", SyncState.FAILED);
    stage.apply(
        """
        apiVersion: backupsync.dev/v1alpha1
        kind: RepositorySync
        metadata: {name: typo}
        spec:
          connectionRef: {name: vb365}
          repository: {id: 00000000-0000-0000-0000-000000000001}
        """);
    stage.awaitReason(RepositorySync.class, "typo", "TargetNotFound");
  }

  private void runAndWait() {
    var files = Vendor.Kind.VEEAM.on(stage, "Files");
    files.syncNamed("running");
    files.await("running", SyncState.SYNCHRONIZING);
    stage.veeam.advance(((Vendor.Veeam) files).repository().id(), 35);
    files.syncNamed("behind");
    stage.awaitReason(files.kind(), "behind", "TargetBusy");
    Vendor.Kind.VEEAM.on(stage, "Still").syncNamed("still", "suspend: true");
    Vendor.Kind.VEEAM.on(stage, "Far").through("down").syncNamed("cut-off", "timeout: 1s");
    stage.awaitReason(RepositorySync.class, "cut-off", "ConnectionNotReady");
    var since = Instant.now().minus(Duration.ofHours(2)); // nobody waits for that here
    stage.plantStatus(
        RepositorySync.class, "cut-off", "{\"status\": {\"queuedTime\": \"%s\"}}".formatted(since));
  }

  /** Somebody does what the runbook says. */
  void mend() {
    stage.annotate(disk.kind(), "disk", SyncAnnotations.REQUESTED_AT, "mended");
    disk.await("disk", SyncState.SYNCHRONIZING);
    disk.finish();
    disk.await("disk", SyncState.SUCCEEDED);
  }
}
