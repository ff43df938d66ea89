package dev.backupsync.benchmark;

import dev.backupsync.simulator.AzureServer;
import dev.backupsync.simulator.VeeamServer;

/** The objects that a contestant finds, as YAML. */
final class Manifests {
  private Manifests() {}

  static String namespace(String name) {
    return """
    apiVersion: v1
    kind: Namespace
    metadata: {name: %s}
    """
        .formatted(name);
  }

  /** The ConfigMap that connections name. */
  static String ca(String pem) {
    return """
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: ca}
    data:
      ca.crt: |
        %s
    """
        .formatted(pem.strip().replace("\n", "\n    "));
  }

  /** A connection with a Secret of its own. */
  static String connection(SyncKind kind, String name, String url, int maxConcurrentSyncs) {
    return switch (kind) {
      case REPOSITORY_SYNC ->
          """
          apiVersion: v1
          kind: Secret
          metadata: {name: %1$s}
          stringData: {username: '%2$s', password: '%3$s'}
          ---
          apiVersion: backupsync.dev/v1alpha1
          kind: VeeamConnection
          metadata: {name: %1$s}
          spec:
            url: %4$s
            apiVersion: v8
            credentialsSecretRef: {name: %1$s}
            tls: {caBundleRef: {name: ca}}
            maxConcurrentSyncs: %5$d
          """
              .formatted(name, VeeamServer.USER, VeeamServer.PASSWORD, url, maxConcurrentSyncs);
      case BACKUP_INSTANCE_SYNC ->
          """
          apiVersion: v1
          kind: Secret
          metadata: {name: %1$s}
          stringData: {clientSecret: '%2$s'}
          ---
          apiVersion: backupsync.dev/v1alpha1
          kind: AzureConnection
          metadata: {name: %1$s}
          spec:
            cloud: Custom
            endpoint: %3$s
            authorityHost: %3$s
            tenantId: %4$s
            clientId: %5$s
            credential: {type: ClientSecret, secretRef: {name: %1$s}}
            tls: {caBundleRef: {name: ca}}
            maxConcurrentSyncs: %6$d
          """
              .formatted(
                  name,
                  AzureServer.CLIENT_SECRET,
                  url,
                  AzureServer.TENANT,
                  AzureServer.CLIENT_ID,
                  maxConcurrentSyncs);
    };
  }

  /**
   * A sync.
   *
   * @param shard which operator is to serve it, where several do
   * @param option one more line of its spec
   */
  static String sync(SyncKind kind, String name, String shard, String connection, String option) {
    return """
    apiVersion: backupsync.dev/v1alpha1
    kind: %s
    metadata: {name: %s, labels: {shard: %s}}
    spec:
      connectionRef: {name: %s}
      %s
    %s\
    """
        .formatted(kind, name, shard, connection, option, target(kind, name).indent(2));
  }

  private static String target(SyncKind kind, String sync) {
    return switch (kind) {
      case REPOSITORY_SYNC -> "repository: {id: %s}".formatted(SyncKind.repository(sync));
      case BACKUP_INSTANCE_SYNC ->
          """
          subscriptionId: %s
          resourceGroup: %s
          vaultName: %s
          backupInstanceName: %s
          """
              .formatted(
                  AzureServer.SUBSCRIPTION, AzureServer.RESOURCE_GROUP, SyncKind.vault(sync), sync);
    };
  }
}
