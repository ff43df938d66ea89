package dev.backupsync.azure;

import dev.backupsync.http.CoalescingReader;
import dev.backupsync.http.SharedAnswer;
import dev.backupsync.http.SharedRequest;
import dev.backupsync.vendor.Lookup;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Looks up the instances of one vault. A few callers read their instance alone; if more come at the
 * same time, they share the vault's list. An instance that the list does not show is read alone.
 */
final class VaultLookup {
  /** The maximum age of an answer from the list. */
  static final Duration LIFE = Duration.ofSeconds(1);

  private final SharedAnswer<Listing> list;
  private final CoalescingReader reader;

  VaultLookup(SharedRequest<Listing> request, InstantSource clock) {
    this.list = new SharedAnswer<>(request, clock, LIFE);
    this.reader = new CoalescingReader(list);
  }

  /**
   * The answer to a request that is sent after this call.
   *
   * @param single reads the instance alone
   */
  Lookup<BackupInstance> look(String name, Supplier<Lookup<BackupInstance>> single) {
    return reader.read(
        () ->
            list.askUnlessInTrouble(InstanceCatalog.PATIENCE)
                .flatMap(Listing::instances)
                .flatMap(all -> all.named(name))
                .map(Lookup.Found::new),
        single);
  }

  /** What a list says, perhaps a moment ago; empty if reading the instance alone costs less. */
  Optional<BackupInstance> recent(String name) {
    var atHand = list.peek();
    if (atHand.isEmpty() && reader.wouldReadAlone()) {
      return Optional.empty();
    }
    return atHand
        .or(() -> list.recentUnlessInTrouble(InstanceCatalog.PATIENCE))
        .flatMap(Listing::instances)
        .flatMap(all -> all.named(name));
  }

  /** Discards earlier answers: later callers do not get them. */
  void forget() {
    list.forget();
  }

  /** Whether the list must not be requested for a longer time, which has to be remembered. */
  boolean inTrouble() {
    return list.inTrouble();
  }
}
