package dev.backupsync.controller.admission;

import dev.backupsync.api.v1alpha1.AllowedNamespaces;
import dev.backupsync.connection.ConnectionKey;
import java.util.Optional;

/** Finds out whether a connection exists, and which namespaces may use it. */
@FunctionalInterface
public interface ConnectionLookup {
  Found find(ConnectionKey connection);

  /** The result of looking for a connection. */
  sealed interface Found {
    /** It exists; {@code allowed} says which namespaces may use it. */
    record Connection(Optional<AllowedNamespaces> allowed) implements Found {}

    record Nothing() implements Found {}

    /** The operator has no right to read it. */
    record Forbidden() implements Found {}
  }
}
