package dev.backupsync.azure;

import dev.backupsync.api.v1alpha1.AnyCase;
import dev.backupsync.api.v1alpha1.BackupInstanceRef;

/** Which vault an instance is in: equal for all spellings that Azure takes for the same. */
record Vault(String subscriptionId, String resourceGroup, String name) {

  static Vault of(BackupInstanceRef instance) {
    return new Vault(
        AnyCase.fold(instance.subscriptionId()),
        AnyCase.fold(instance.resourceGroup()),
        AnyCase.fold(instance.vaultName()));
  }
}
