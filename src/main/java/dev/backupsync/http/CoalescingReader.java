package dev.backupsync.http;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Lets a few callers send a request of their own, which is cheap; while they do, other callers
 * share one answer. If the shared answer does not contain what a caller needs, it sends its own
 * request as well.
 */
public final class CoalescingReader {
  /** How many callers send their own requests at a time. */
  public static final int MOST_ALONE = 4;

  private final Semaphore alone = new Semaphore(MOST_ALONE);
  private final RecentTrouble trouble;

  /**
   * @param trouble while it lasts, nothing is shared
   */
  public CoalescingReader(RecentTrouble trouble) {
    this.trouble = trouble;
  }

  /**
   * Reads by one of the two ways.
   *
   * @param shared empty if the shared answer does not contain it
   * @param single blocks until it is answered
   */
  public <T> T read(Supplier<Optional<T>> shared, Supplier<T> single) {
    if (trouble.lasts()) {
      return single.get();
    }
    if (!alone.tryAcquire()) {
      return shared.get().orElseGet(single);
    }
    try {
      return single.get();
    } finally {
      alone.release();
    }
  }

  /** Whether a caller would send its own request now. */
  public boolean wouldReadAlone() {
    return trouble.lasts() || alone.availablePermits() > 0;
  }
}
