package dev.backupsync.trouble;

import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.connection.ConnectionState;
import dev.backupsync.http.Exchange;
import dev.backupsync.http.NoReply;
import dev.backupsync.http.TrafficListener;
import dev.backupsync.vendor.Outcome;
import dev.backupsync.vendor.StartPermit;
import dev.backupsync.vendor.SyncBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.BooleanSupplier;

/**
 * Hears what is asked of a vendor and what is made of the answers, and remembers what came of the
 * first blow.
 */
final class Witness implements TrafficListener {
  private final SequencedSet<String> seen = new LinkedHashSet<>();
  private final BooleanSupplier struck;
  private final Runnable atTheFirstBlow;
  private Optional<String> outcome = Optional.empty();
  private int silences;
  private int timeOuts;

  /**
   * Has heard nothing yet.
   *
   * @param struck whether the trouble has met its call
   */
  Witness(BooleanSupplier struck, Runnable atTheFirstBlow) {
    this.struck = struck;
    this.atTheFirstBlow = atTheFirstBlow;
  }

  /** What came of the call that was struck first. */
  Optional<String> outcome() {
    return outcome;
  }

  /** The states and reasons since then, each once. */
  List<String> seen() {
    return new ArrayList<>(seen);
  }

  /** Exchanges without an answer. */
  int silences() {
    return silences;
  }

  /** Those of them that took too long. */
  int timeOuts() {
    return timeOuts;
  }

  void hears(ConnectionState state) {
    hears(Words.of(state));
  }

  void sees(SyncStatus status) {
    if (outcome.isPresent()) {
      seen.add(Words.of(status));
    }
  }

  SyncBackend listeningTo(SyncBackend backend) {
    return new SyncBackend() {
      @Override
      public Outcome locate(Run run) {
        return heard(backend.locate(run));
      }

      @Override
      public Outcome start(Run run, StartPermit permit) {
        return heard(backend.start(run, permit));
      }

      @Override
      public Outcome poll(Run run) {
        return heard(backend.poll(run));
      }

      @Override
      public Outcome cancel(Run run) {
        return heard(backend.cancel(run));
      }
    };
  }

  private Outcome heard(Outcome answer) {
    hears(Words.of(answer));
    return answer;
  }

  void hears(String what) {
    if (outcome.isEmpty() && struck.getAsBoolean()) {
      outcome = Optional.of(what);
      atTheFirstBlow.run();
    }
  }

  @Override
  public void exchanged(String operation, Exchange exchange, Duration took) {
    if (exchange instanceof NoReply none) {
      silences++;
      timeOuts += none.cause() == NoReply.Cause.TIMEOUT ? 1 : 0;
    }
  }

  @Override
  public void loggedIn(boolean success) {}
}
