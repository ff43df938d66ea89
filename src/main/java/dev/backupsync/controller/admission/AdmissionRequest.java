package dev.backupsync.controller.admission;

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
 * @param lockKey what of a server only one run at a time may have
 * @param aliases what else means the same there; empty as long as nobody was asked
 * @param since when it began to wait; the oldest goes first
 */
record AdmissionRequest(
    ResourceID sync,
    ConnectionKey connection,
    LockKey lockKey,
    Optional<Set<LockKey>> aliases,
    Instant since) {

  static final Comparator<AdmissionRequest> OLDEST_FIRST =
      Comparator.comparing(AdmissionRequest::since)
          .thenComparing(request -> request.sync.getNamespace().orElse(""))
          .thenComparing(request -> request.sync.getName());

  /** One that nobody has asked the aliases of. */
  static AdmissionRequest of(
      ResourceID sync, ConnectionKey connection, LockKey lockKey, Instant since) {
    return new AdmissionRequest(sync, connection, lockKey, Optional.empty(), since);
  }

  AdmissionRequest with(Set<LockKey> known) {
    return new AdmissionRequest(sync, connection, lockKey, Optional.of(known), since);
  }

  /** What it wants, by all the names that are known: whoever shares one is in the other's way. */
  Stream<String> wanted() {
    return Stream.concat(Stream.of(lockKey), aliases.stream().flatMap(Set::stream))
        .map(LockKey::what)
        .distinct();
  }

  /** Whether it is the same sync that is after the same thing. */
  boolean repeats(AdmissionRequest earlier) {
    return connection.equals(earlier.connection) && lockKey.equals(earlier.lockKey);
  }

  /** As old as an earlier one of the same sync. */
  AdmissionRequest notAfter(AdmissionRequest earlier) {
    return earlier.since.isBefore(since)
        ? new AdmissionRequest(sync, connection, lockKey, aliases, earlier.since)
        : this;
  }

  /** For people: whose run it is, by name only among those of one namespace. */
  String told(AdmissionRequest waiting) {
    return sync.getNamespace().equals(waiting.sync.getNamespace())
        ? "sync " + sync.getName()
        : "a sync of another namespace";
  }
}
