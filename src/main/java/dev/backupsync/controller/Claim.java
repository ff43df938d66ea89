package dev.backupsync.controller;

import dev.backupsync.connection.ConnectionKey;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a sync occupies while it runs.
 *
 * @param exclusive what of a server only one run at a time may have
 * @param aliases what else means the same there; empty as long as nobody was asked
 * @param since when it began to wait; the oldest goes first
 */
record Claim(
    ResourceID sync,
    ConnectionKey connection,
    Exclusive exclusive,
    Optional<Set<Exclusive>> aliases,
    Instant since) {

  static final Comparator<Claim> OLDEST_FIRST =
      Comparator.comparing(Claim::since)
          .thenComparing(claim -> claim.sync.getNamespace().orElse(""))
          .thenComparing(claim -> claim.sync.getName());

  /** One that nobody has asked the aliases of. */
  static Claim of(ResourceID sync, ConnectionKey connection, Exclusive exclusive, Instant since) {
    return new Claim(sync, connection, exclusive, Optional.empty(), since);
  }

  Claim with(Set<Exclusive> known) {
    return new Claim(sync, connection, exclusive, Optional.of(known), since);
  }

  /** What it wants, by all the names that are known: whoever shares one is in the other's way. */
  Stream<String> wanted() {
    return Stream.concat(Stream.of(exclusive), aliases.stream().flatMap(Set::stream))
        .map(Exclusive::what)
        .distinct();
  }

  /** Whether it is the same sync that is after the same thing. */
  boolean repeats(Claim earlier) {
    return connection.equals(earlier.connection) && exclusive.equals(earlier.exclusive);
  }

  /** As old as an earlier one of the same sync. */
  Claim notAfter(Claim earlier) {
    return earlier.since.isBefore(since)
        ? new Claim(sync, connection, exclusive, aliases, earlier.since)
        : this;
  }

  /** For people: whose run it is, by name only among those of one namespace. */
  String told(Claim waiting) {
    return sync.getNamespace().equals(waiting.sync.getNamespace())
        ? "sync " + sync.getName()
        : "a sync of another namespace";
  }
}
