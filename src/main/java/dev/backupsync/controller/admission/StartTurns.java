package dev.backupsync.controller.admission;

import dev.backupsync.connection.ConnectionKey;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Limits how many syncs of one connection begin a run at the same time. If a thousand are due at
 * once, each looks at its target only when its start can follow immediately. Otherwise the result
 * of the look and the permit would be too old.
 */
public final class StartTurns {
  /** Enough that a few lists serve all: those who wait for one share it. */
  static final int AT_A_TIME = 96;

  private final Map<ConnectionKey, Semaphore> turns = new ConcurrentHashMap<>();

  /** Waits for a turn, in order of arrival; empty if the operator is asked to stop meanwhile. */
  public Optional<Turn> take(ConnectionKey connection) {
    var turn = turns.computeIfAbsent(connection, _ -> new Semaphore(AT_A_TIME, true));
    try {
      turn.acquire();
      return Optional.of(new Turn(connection, turn));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Lasts until it is closed. */
  public final class Turn implements AutoCloseable {
    private final ConnectionKey connection;
    private final Semaphore turn;

    private Turn(ConnectionKey connection, Semaphore turn) {
      this.connection = connection;
      this.turn = turn;
    }

    @Override
    public void close() {
      turn.release();
      turns.computeIfPresent(connection, (_, known) -> isIdle(known) ? null : known);
    }
  }

  private static boolean isIdle(Semaphore turn) {
    return turn.availablePermits() == AT_A_TIME && !turn.hasQueuedThreads();
  }
}
