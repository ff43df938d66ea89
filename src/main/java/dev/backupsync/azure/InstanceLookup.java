package dev.backupsync.azure;

import dev.backupsync.api.v1alpha1.BackupInstanceRef;
import dev.backupsync.vendor.Lookup;
import java.time.InstantSource;
import java.util.Optional;

/** Finds backup instances, each vault's by a list of its own where many are wanted at once. */
final class InstanceLookup {
  private final ArmClient arm;
  private final InstanceUrls urls;
  private final InstanceCatalog catalog;
  private final InstantSource clock;
  private final KeptWhileUsed<Vault, VaultLookup> vaults;

  InstanceLookup(ArmClient arm, InstanceUrls urls, InstanceCatalog catalog, InstantSource clock) {
    this.arm = arm;
    this.urls = urls;
    this.catalog = catalog;
    this.clock = clock;
    this.vaults = new KeptWhileUsed<>(VaultLookup::inTrouble, clock);
  }

  /** As asked for after this call. */
  Lookup<BackupInstance> look(BackupInstanceRef ref) {
    return vault(ref)
        .look(
            ref.backupInstanceName(),
            () -> AzureLookups.of(arm.get("instance", urls.instance(ref))));
  }

  /** May be a moment old; empty where to look costs no more. */
  Optional<BackupInstance> recent(BackupInstanceRef ref) {
    return vault(ref).recent(ref.backupInstanceName());
  }

  /** What was asked about its vault before tells nobody anything from now on. */
  void forget(BackupInstanceRef ref) {
    vault(ref).forget();
  }

  private VaultLookup vault(BackupInstanceRef ref) {
    return vaults.of(Vault.of(ref), () -> new VaultLookup(() -> catalog.siblings(ref), clock));
  }
}
