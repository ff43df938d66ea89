package dev.backupsync.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.BackupInstanceSync;
import dev.backupsync.api.v1alpha1.RepositorySync;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.cluster.Stage;
import dev.backupsync.simulator.AzureServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** Work for an operator: Veeam in one namespace, Azure in another one. */
final class Work implements AutoCloseable {
  private static final Duration SECOND = Duration.ofSeconds(1);

  final Stage mail;
  final Stage vaults;

  Work(KubernetesClient client) {
    mail = new Stage(client);
    mail.veeam.script().duration(SECOND);
    vaults = new Stage(client);
    vaults.azure.script().duration(SECOND).retryAfter(SECOND).pollRetryAfter(SECOND);
  }

  List<String> namespaces() {
    return List.of(mail.namespace(), vaults.namespace());
  }

  void bringBothKindsToSuccess() {
    mail.veeam.addRepository("Mail archive").outOfSync(true);
    vaults.azure.addInstance("vm");
    mail.apply(
        """
        apiVersion: backupsync.dev/v1alpha1
        kind: RepositorySync
        metadata: {name: mail}
        spec:
          connectionRef: {name: vb365}
          repository: {name: Mail archive}
          pollInterval: 1s
          deletionPolicy: Cancel
        """);
    vaults.apply(
        """
        apiVersion: backupsync.dev/v1alpha1
        kind: BackupInstanceSync
        metadata: {name: vm}
        spec:
          connectionRef: {name: azure}
          subscriptionId: %s
          resourceGroup: %s
          vaultName: %s
          backupInstanceName: vm
          pollInterval: 1s
          deletionPolicy: Cancel
        """
            .formatted(AzureServer.SUBSCRIPTION, AzureServer.RESOURCE_GROUP, AzureServer.VAULT));
    mail.awaitReason(RepositorySync.class, "mail", "ConnectionNotFound");
    vaults.awaitReason(BackupInstanceSync.class, "vm", "ConnectionNotFound");

    mail.veeamConnection();
    vaults.azureConnection();

    mail.await(RepositorySync.class, "mail", s -> s.currentState() == SyncState.SUCCEEDED);
    vaults.await(BackupInstanceSync.class, "vm", s -> s.currentState() == SyncState.SUCCEEDED);
    awaitTheTale(mail, "mail");
    awaitTheTale(vaults, "vm");
    mail.delete(RepositorySync.class, "mail");
    vaults.delete(BackupInstanceSync.class, "vm");
  }

  /** Events follow the status that they tell of. */
  private static void awaitTheTale(Stage stage, String sync) {
    Awaitility.await()
        .untilAsserted(
            () -> assertThat(stage.events(sync)).containsExactly("Started", "Succeeded"));
  }

  void bringASyncOfAnAllowedNamespaceToSuccess() {
    mail.veeam.addRepository("Files").outOfSync(true);
    vaults
        .client()
        .namespaces()
        .withName(vaults.namespace())
        .edit(n -> n.edit().editMetadata().addToLabels("team", "vaults").endMetadata().build());
    allowNamespacesOfTheTeam();
    askForASyncAcrossNamespaces();

    vaults.await(RepositorySync.class, "files", s -> s.currentState() == SyncState.SUCCEEDED);
  }

  /** The connection {@code vb365}, for the namespaces that are labelled as the team's. */
  void allowNamespacesOfTheTeam() {
    mail.veeamConnection()
        .apply(
            """
            apiVersion: backupsync.dev/v1alpha1
            kind: VeeamConnection
            metadata: {name: vb365}
            spec:
              url: $veeam
              credentialsSecretRef: {name: vb365}
              tls: {caBundleRef: {name: ca}}
              allowedNamespaces: {from: Selector, selector: {matchLabels: {team: vaults}}}
            """);
  }

  /** The sync {@code files} beside the vaults, through the connection beside the mail. */
  void askForASyncAcrossNamespaces() {
    vaults.apply(
        """
        apiVersion: backupsync.dev/v1alpha1
        kind: RepositorySync
        metadata: {name: files}
        spec:
          connectionRef: {name: vb365, namespace: %s}
          repository: {name: Files}
          pollInterval: 1s
        """
            .formatted(mail.namespace()));
  }

  /** A sync for each of these shards, through one connection. */
  void bringASyncOfEachShardToSuccess(String... shards) {
    mail.veeamConnection();
    for (var shard : shards) {
      mail.veeam.addRepository(shard).outOfSync(true);
      mail.apply(
          """
          apiVersion: backupsync.dev/v1alpha1
          kind: RepositorySync
          metadata: {name: %s, labels: {shard: %s}}
          spec:
            connectionRef: {name: vb365}
            repository: {name: %s}
            pollInterval: 1s
          """
              .formatted(shard, shard, shard));
    }
    for (var shard : shards) {
      mail.await(RepositorySync.class, shard, s -> s.currentState() == SyncState.SUCCEEDED);
    }
  }

  @Override
  public void close() {
    mail.close();
    vaults.close();
  }
}
