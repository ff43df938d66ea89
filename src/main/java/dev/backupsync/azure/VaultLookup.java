package dev.backupsync.azure;

import dev.backupsync.http.FewReadAlone;
import dev.backupsync.http.RecentTrouble;
import dev.backupsync.http.SharedAnswer;
import dev.backupsync.vendor.Lookup;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds the instances of one vault. A few are read alone; where more are wanted at the same time,
 * all share the vault's list. What the list does not tell is read alone.
 */
final class VaultLookup {
  /** Nobody is told anything older by the list. */
  static final Duration LIFE = Duration.ofSeconds(1);

  private final SharedAnswer<Listing> list;
  private final RecentTrouble trouble;
  private final FewReadAlone few;

  VaultLookup(Supplier<Listing> list, InstantSource clock) {
    this.list = new SharedAnswer<>(list, Listing::teaches, clock, LIFE);
    this.trouble = new RecentTrouble(clock);
    this.few = new FewReadAlone(trouble);
  }

  /**
   * As asked for after this call.
   *
   * @param single reads it alone
   */
  Lookup<BackupInstance> look(String name, Supplier<Lookup<BackupInstance>> single) {
    return few.look(
        () ->
            heard(list.ask(InstanceCatalog.PATIENCE))
                .flatMap(all -> all.named(name))
                .map(Lookup.Found::new),
        single);
  }

  /** What a list says, which may be a moment old; empty where to read it alone costs less. */
  Optional<BackupInstance> recent(String name) {
    var atHand = list.peek();
    if (atHand.isEmpty() && few.wouldLookAlone()) {
      return Optional.empty();
    }
    return heard(atHand.or(() -> list.recent(InstanceCatalog.PATIENCE)))
        .flatMap(all -> all.named(name));
  }

  private Optional<InstanceList> heard(Optional<Listing> listing) {
    return switch (listing.orElseGet(Listing::useless)) {
      case Listing.Told(var all) -> Optional.of(all);
      case Listing.Untold(var pause) -> {
        trouble.happened(pause.orElse(RecentTrouble.MEMORY));
        yield Optional.empty();
      }
    };
  }

  /** What was asked before tells nobody anything from now on. */
  void forget() {
    list.forget();
  }

  /** Whether the list is to be left in peace for longer, which must not be forgotten. */
  boolean inTrouble() {
    return trouble.lasts();
  }
}
