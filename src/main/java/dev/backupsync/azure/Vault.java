package dev.backupsync.azure;

import dev.backupsync.api.v1alpha1.AnyCase;
import dev.backupsync.api.v1alpha1.BackupInstanceRef;

/** Identifies an instance's vault: equal for all spellings that Azure treats as the same. */
record Vault(String subscriptionId, String resourceGroup, String name) {

  static Vault of(BackupInstanceRef instance) {
    return new Vault(
        AnyCase.fold(instance.subscriptionId()),
        AnyCase.fold(instance.resourceGroup()),
        AnyCase.fold(instance.vaultName()));
  }
}
