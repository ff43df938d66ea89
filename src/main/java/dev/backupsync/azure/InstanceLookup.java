package dev.backupsync.azure;

import dev.backupsync.api.v1alpha1.BackupInstanceRef;
import dev.backupsync.vendor.Lookup;
import java.time.InstantSource;
import java.util.Optional;

/** Looks up backup instances; if many of one vault are wanted at once, uses the vault's list. */
final class InstanceLookup {
  private final ArmClient arm;
  private final InstanceUrls urls;
  private final InstanceCatalog catalog;
  private final InstantSource clock;
  private final ExpiringCache<Vault, VaultLookup> vaults;

  InstanceLookup(ArmClient arm, InstanceUrls urls, InstanceCatalog catalog, InstantSource clock) {
    this.arm = arm;
    this.urls = urls;
    this.catalog = catalog;
    this.clock = clock;
    this.vaults = new ExpiringCache<>(VaultLookup::inTrouble, clock);
  }

  /** The answer to a request that is sent after this call. */
  Lookup<BackupInstance> look(BackupInstanceRef ref) {
    return vault(ref)
        .look(
            ref.backupInstanceName(),
            () -> AzureLookups.of(arm.get("instance", urls.instance(ref))));
  }

  /** May be a moment old; empty if a request of its own costs no more. */
  Optional<BackupInstance> recent(BackupInstanceRef ref) {
    return vault(ref).recent(ref.backupInstanceName());
  }

  /** Discards earlier answers about its vault: later callers do not get them. */
  void forget(BackupInstanceRef ref) {
    vault(ref).forget();
  }

  private VaultLookup vault(BackupInstanceRef ref) {
    return vaults.of(Vault.of(ref), () -> new VaultLookup(new VaultRequest(catalog, ref), clock));
  }
}
