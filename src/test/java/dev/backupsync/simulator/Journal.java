package dev.backupsync.simulator;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every start that a vendor accepted by its API and what became of it; whole runs are judged by it.
 */
public final class Journal {
  /** What became of an operation, as far as it can still be seen. */
  public enum Fate {
    RUNNING,
    /** It did its work, and is still shown. */
    DONE,
    /** It did its work, and is shown no more. */
    VANISHED,
    FAILED,
    STOPPED,
    /** Shown no more, whether it had done its work or not. */
    FORGOTTEN
  }

  /**
   * One accepted start.
   *
   * @param operation the session's or operation's id
   * @param target the id of the repository or instance
   */
  public record Start(
      String operation, String target, Instant accepted, Fate fate, Optional<Instant> ended) {

    private Start ended(Fate how, Instant now) {
      return new Start(operation, target, accepted, how, Optional.of(ended.orElse(now)));
    }
  }

  private final InstantSource clock;
  private final Map<String, Start> starts = new LinkedHashMap<>();

  Journal(InstantSource clock) {
    this.clock = clock;
  }

  /** In the order in which they were accepted. */
  public synchronized List<Start> starts() {
    return List.copyOf(starts.values());
  }

  synchronized void accepted(String operation, String target) {
    var start = new Start(operation, target, clock.instant(), Fate.RUNNING, Optional.empty());
    starts.put(operation, start);
  }

  /** Nothing happens where it was not started by the API. */
  synchronized void ended(String operation, Fate how) {
    starts.computeIfPresent(operation, (_, start) -> start.ended(how, clock.instant()));
  }
}
