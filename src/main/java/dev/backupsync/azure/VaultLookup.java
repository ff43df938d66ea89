package dev.backupsync.azure;

import dev.backupsync.http.CoalescingReader;
import dev.backupsync.http.RecentTrouble;
import dev.backupsync.http.SharedAnswer;
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
  private final RecentTrouble trouble;
  private final CoalescingReader few;

  VaultLookup(Supplier<Listing> list, InstantSource clock) {
    this.trouble = new RecentTrouble(clock);
    this.list = new SharedAnswer<>(() -> unlessInTrouble(list), Listing::isReusable, clock, LIFE);
    this.few = new CoalescingReader(trouble);
  }

  /** Callers that waited for the next list while one failed do not request another. */
  private Listing unlessInTrouble(Supplier<Listing> request) {
    if (trouble.lasts()) {
      return Listing.unavailable();
    }
    var listing = request.get();
    if (listing instanceof Listing.Unavailable(var pause)) {
      trouble.happened(pause.orElse(RecentTrouble.MEMORY)); // before any caller goes on
    }
    return listing;
  }

  /**
   * The answer to a request that is sent after this call.
   *
   * @param single reads the instance alone
   */
  Lookup<BackupInstance> look(String name, Supplier<Lookup<BackupInstance>> single) {
    return few.read(
        () ->
            heard(list.ask(InstanceCatalog.PATIENCE))
                .flatMap(all -> all.named(name))
                .map(Lookup.Found::new),
        single);
  }

  /** What a list says, perhaps a moment ago; empty if reading the instance alone costs less. */
  Optional<BackupInstance> recent(String name) {
    var atHand = list.peek();
    if (atHand.isEmpty() && few.wouldReadAlone()) {
      return Optional.empty();
    }
    return heard(atHand.or(() -> list.recent(InstanceCatalog.PATIENCE)))
        .flatMap(all -> all.named(name));
  }

  private Optional<InstanceList> heard(Optional<Listing> listing) {
    if (listing.isEmpty()) {
      trouble.happened(); // it is slow; what an answer says was noted when it came
    }
    return listing.flatMap(
        answer ->
            answer instanceof Listing.Complete(var all) ? Optional.of(all) : Optional.empty());
  }

  /** Discards earlier answers: later callers do not get them. */
  void forget() {
    list.forget();
  }

  /** Whether the list must not be requested for a longer time, which has to be remembered. */
  boolean inTrouble() {
    return trouble.lasts();
  }
}
