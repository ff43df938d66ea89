package dev.backupsync.connection;

/**
 * Reads a connection of one kind: what it says and what it refers to, without calling the vendor.
 *
 * @param <C> the kind
 */
public interface ConnectionReader<C> {
  /** What can be made of the connection now. */
  ClientConfig read(C connection, SecretSource secrets);

  /** How many syncs may run through a connection that does not say. */
  int defaultConcurrency();
}
