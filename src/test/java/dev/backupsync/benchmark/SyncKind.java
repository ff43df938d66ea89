package dev.backupsync.benchmark;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backupsync.simulator.AzureServer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;

/** The kinds of sync that can be measured, and by which names their targets are known. */
enum SyncKind {
  REPOSITORY_SYNC("RepositorySync", "VeeamConnection"),
  BACKUP_INSTANCE_SYNC("BackupInstanceSync", "AzureConnection");

  private final String label;
  private final String connection;

  SyncKind(String label, String connection) {
    this.label = label;
    this.connection = connection;
  }

  String plural() {
    return label.toLowerCase(Locale.ROOT) + "s";
  }

  String connection() {
    return connection;
  }

  /** What the vendor calls the target of the sync with this name. */
  String target(String sync) {
    return switch (this) {
      case REPOSITORY_SYNC -> repository(sync).toString();
      case BACKUP_INSTANCE_SYNC ->
          instance(AzureServer.SUBSCRIPTION, AzureServer.RESOURCE_GROUP, vault(sync), sync);
    };
  }

  /** What the vendor calls the target that a sync's spec names. */
  String target(JsonNode spec) {
    return switch (this) {
      case REPOSITORY_SYNC -> spec.path("repository").path("id").asText();
      case BACKUP_INSTANCE_SYNC ->
          instance(
              spec.path("subscriptionId").asText(),
              spec.path("resourceGroup").asText(),
              spec.path("vaultName").asText(),
              spec.path("backupInstanceName").asText());
    };
  }

  /** The target as a run's status tells it. */
  ObjectNode pinned(JsonNode spec) {
    var target = JsonNodeFactory.instance.objectNode();
    target.set("connectionRef", spec.path("connectionRef"));
    switch (this) {
      case REPOSITORY_SYNC -> target.set("repository", spec.path("repository"));
      case BACKUP_INSTANCE_SYNC -> {
        var instance = target.putObject("backupInstance").put("syncType", "Default");
        for (var field :
            new String[] {"subscriptionId", "resourceGroup", "vaultName", "backupInstanceName"}) {
          instance.set(field, spec.path(field));
        }
      }
    }
    return target;
  }

  /** Where a run's status keeps what finds it again. */
  String operationField() {
    return switch (this) {
      case REPOSITORY_SYNC -> "id";
      case BACKUP_INSTANCE_SYNC -> "url";
    };
  }

  static UUID repository(String sync) {
    return UUID.nameUUIDFromBytes(sync.getBytes(StandardCharsets.UTF_8));
  }

  /** Each instance has a vault of its own: Azure runs no two of a vault at the same time. */
  static String vault(String sync) {
    return "vault-" + sync;
  }

  static String instance(String subscription, String group, String vault, String name) {
    return "/subscriptions/%s/resourceGroups/%s/providers/Microsoft.DataProtection/backupVaults/%s/backupInstances/%s"
        .formatted(subscription, group, vault, name);
  }

  /** As manifests and users write it. */
  @JsonValue
  @Override
  public String toString() {
    return label;
  }
}
