package dev.backupsync.connection;

/**
 * Reads a connection of one kind: its spec and what it refers to, without calling the vendor.
 *
 * @param <C> the kind
 */
public interface ConnectionReader<C> {
  /** What the connection says now. */
  ClientConfig read(C connection, SecretSource secrets);

  /** How many syncs may run through a connection that sets no number. */
  int defaultConcurrency();
}
