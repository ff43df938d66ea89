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
 * Keeps clients logged in for a while after their connections stopped using them: if everything is
 * deleted at once, the Secret or the connection is often gone before the syncs that have a run to
 * stop. At most one client for each connection, the last one that worked.
 */
final class RetiredClients implements AutoCloseable {
  /** One minute until the deletion reaches the syncs, and the one minute that each of them has. */
  static final Duration LONGEST = Duration.ofMinutes(2);

  /** Above this number the oldest is dropped. */
  static final int MOST = 200;

  private final Duration longest;
  private final Map<ConnectionKey, Kept> kept = new LinkedHashMap<>();
  private boolean closed;

  private record Kept(MonitoredClient client, RetiredClient retired) {}

  RetiredClients(Duration longest) {
    this.longest = longest;
  }

  /** Keeps a client; replaces an earlier one of the same connection. */
  synchronized void keep(ConnectionKey key, MonitoredClient client, RetiredClient retired) {
    if (holds(key, client)) {
      return; // it was retired while it was being probed, and is reported twice
    }
    drop(key);
    if (closed) {
      client.retire();
      return;
    }
    if (kept.size() >= MOST) {
      drop(kept.keySet().iterator().next());
    }
    kept.put(key, new Kept(client, retired));
    CompletableFuture.delayedExecutor(longest.toNanos(), TimeUnit.NANOSECONDS)
        .execute(() -> expire(key, client));
  }

  private synchronized void expire(ConnectionKey key, MonitoredClient client) {
    if (holds(key, client)) {
      drop(key);
    }
  }

  synchronized boolean holds(ConnectionKey key, MonitoredClient client) {
    return Optional.ofNullable(kept.get(key)).filter(one -> one.client == client).isPresent();
  }

  synchronized Optional<RetiredClient> find(ConnectionKey key) {
    return Optional.ofNullable(kept.get(key)).map(Kept::retired);
  }

  /** The connection has new limits; they apply to this client, too. */
  synchronized void on(ConnectionKey key, ConnectionLimits limits) {
    kept.computeIfPresent(key, (_, one) -> new Kept(one.client, one.retired.on(limits)));
  }

  synchronized void drop(ConnectionKey key) {
    Optional.ofNullable(kept.remove(key)).map(Kept::client).ifPresent(MonitoredClient::retire);
  }

  /** Drops the clients that are no longer needed. */
  synchronized void keepOnly(Predicate<ConnectionKey> needed) {
    List.copyOf(kept.keySet()).stream().filter(needed.negate()).forEach(this::drop);
  }

  @Override
  public synchronized void close() {
    closed = true;
    keepOnly(_ -> false);
  }
}
