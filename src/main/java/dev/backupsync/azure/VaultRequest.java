package dev.backupsync.azure;

import dev.backupsync.api.v1alpha1.BackupInstanceRef;
import dev.backupsync.http.RecentTrouble;
import dev.backupsync.http.SharedRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * Requests the list of a vault's instances for many callers; without it, they read their instance
 * alone.
 *
 * @param instance any instance of the vault
 */
record VaultRequest(InstanceCatalog catalog, BackupInstanceRef instance)
    implements SharedRequest<Listing> {
  @Override
  public Listing send() {
    return catalog.siblings(instance);
  }

  @Override
  public boolean isReusable(Listing answer) {
    return answer.instances().isPresent();
  }

  @Override
  public Optional<Duration> trouble(Listing answer) {
    return switch (answer) {
      case Listing.Complete _ -> Optional.empty();
      case Listing.Unavailable(var pause) -> Optional.of(pause.orElse(RecentTrouble.MEMORY));
    };
  }
}
