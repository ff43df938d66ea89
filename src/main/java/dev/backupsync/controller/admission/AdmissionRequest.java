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
 * @param exclusive what only one run at a time may use of a server
 * @param aliases other names of the same thing; empty until the vendor was asked
 * @param since when it began to wait; the oldest goes first
 */
record AdmissionRequest(
    ResourceID sync,
    ConnectionKey connection,
    ExclusiveTarget exclusive,
    Optional<Set<ExclusiveTarget>> aliases,
    Instant since) {

  static final Comparator<AdmissionRequest> OLDEST_FIRST =
      Comparator.comparing(AdmissionRequest::since)
          .thenComparing(request -> request.sync.getNamespace().orElse(""))
          .thenComparing(request -> request.sync.getName());

  /** A request whose aliases are not known yet. */
  static AdmissionRequest of(
      ResourceID sync, ConnectionKey connection, ExclusiveTarget exclusive, Instant since) {
    return new AdmissionRequest(sync, connection, exclusive, Optional.empty(), since);
  }

  AdmissionRequest with(Set<ExclusiveTarget> known) {
    return new AdmissionRequest(sync, connection, exclusive, Optional.of(known), since);
  }

  /** What it wants, by all known names: two requests that share a name exclude each other. */
  Stream<String> wanted() {
    return Stream.concat(Stream.of(exclusive), aliases.stream().flatMap(Set::stream))
        .map(ExclusiveTarget::what)
        .distinct();
  }

  /** Whether it is from the same sync and for the same thing. */
  boolean repeats(AdmissionRequest earlier) {
    return connection.equals(earlier.connection) && exclusive.equals(earlier.exclusive);
  }

  /** The request with the earlier start of waiting of the two, both from the same sync. */
  AdmissionRequest notAfter(AdmissionRequest earlier) {
    return earlier.since.isBefore(since)
        ? new AdmissionRequest(sync, connection, exclusive, aliases, earlier.since)
        : this;
  }

  /** For users: whose run it is; the name is shown only within the same namespace. */
  String describeFor(AdmissionRequest waiting) {
    return sync.getNamespace().equals(waiting.sync.getNamespace())
        ? "sync " + sync.getName()
        : "a sync of another namespace";
  }
}
