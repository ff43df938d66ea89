package dev.backupsync.connection;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Keeps clients logged in for a while after their connections stopped using them: where everything
 * is deleted at once, the Secret or the connection often goes before the syncs that have a run to
 * stop. At most one for each connection, the last one that worked.
 */
final class RetiredClients implements AutoCloseable {
  /** A minute in which the deletion reaches the syncs, and the minute that each of them has. */
  static final Duration LONGEST = Duration.ofMinutes(2);

  /** The oldest goes first; it has been there for the longest already. */
  static final int MOST = 200;

  private final Duration longest;
  private final Map<ConnectionKey, Kept> kept = new LinkedHashMap<>();
  private boolean closed;

  private record Kept(Client client, RetiredClient told) {}

  RetiredClients(Duration longest) {
    this.longest = longest;
  }

  /** Keeps a client, in place of an earlier one of the same connection. */
  synchronized void keep(ConnectionKey key, Client client, RetiredClient told) {
    if (holds(key, client)) {
      return; // it went while it was probed, and is told of twice
    }
    drop(key);
    if (closed) {
      client.retire();
      return;
    }
    if (kept.size() >= MOST) {
      drop(kept.keySet().iterator().next());
    }
    kept.put(key, new Kept(client, told));
    CompletableFuture.delayedExecutor(longest.toNanos(), TimeUnit.NANOSECONDS)
        .execute(() -> expire(key, client));
  }

  private synchronized void expire(ConnectionKey key, Client client) {
    if (holds(key, client)) {
      drop(key);
    }
  }

  synchronized boolean holds(ConnectionKey key, Client client) {
    return Optional.ofNullable(kept.get(key)).filter(one -> one.client == client).isPresent();
  }

  synchronized Optional<RetiredClient> find(ConnectionKey key) {
    return Optional.ofNullable(kept.get(key)).map(Kept::told);
  }

  /** The connection has other terms now, and they hold for this client, too. */
  synchronized void on(ConnectionKey key, ConnectionLimits limits) {
    kept.computeIfPresent(key, (_, one) -> new Kept(one.client, one.told.on(limits)));
  }

  synchronized void drop(ConnectionKey key) {
    Optional.ofNullable(kept.remove(key)).map(Kept::client).ifPresent(Client::retire);
  }

  /** Lets go of those that nobody needs any more. */
  synchronized void keepOnly(Predicate<ConnectionKey> needed) {
    List.copyOf(kept.keySet()).stream().filter(needed.negate()).forEach(this::drop);
  }

  @Override
  public synchronized void close() {
    closed = true;
    keepOnly(_ -> false);
  }
}
