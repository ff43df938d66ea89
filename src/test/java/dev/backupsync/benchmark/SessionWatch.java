package dev.backupsync.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** One list of a server's sessions per poll interval, for all runs that are waited for. */
final class SessionWatch {
  /** Asks for the ids of all sessions. */
  interface Sessions {
    Set<String> list() throws IOException, InterruptedException;
  }

  private final Sessions sessions;
  private final Duration poll;
  private final Map<String, CompletableFuture<Void>> waiting = new ConcurrentHashMap<>();
  private final AtomicBoolean begun = new AtomicBoolean();

  SessionWatch(Sessions sessions, Duration poll) {
    this.sessions = sessions;
    this.poll = poll;
  }

  /** Comes back when the session is gone. */
  void awaitEnd(String session) throws IOException, InterruptedException {
    var end = waiting.computeIfAbsent(session, _ -> new CompletableFuture<>());
    if (begun.compareAndSet(false, true)) {
      Thread.ofVirtual().start(this::follow);
    }
    try {
      end.get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  private void follow() {
    try {
      while (true) {
        Thread.sleep(poll);
        var known = Map.copyOf(waiting); // all of them older than the list
        if (!known.isEmpty()) {
          var running = sessions.list();
          known.forEach(
              (session, end) -> {
                if (!running.contains(session)) {
                  waiting.remove(session);
                  end.complete(null);
                }
              });
        }
      }
    } catch (IOException | InterruptedException e) {
      waiting.values().forEach(end -> end.completeExceptionally(e));
    }
  }
}
