package dev.backupsync.http;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Lets a few callers at a time send a request of their own, while further callers share one answer.
 * A caller that does not find in the shared answer what it needs sends its own request as well.
 * Nothing is shared while the shared request is in trouble.
 */
public final class CoalescingReader {
  /** How many callers send their own requests at a time. */
  public static final int MOST_ALONE = 4;

  private final Semaphore alone = new Semaphore(MOST_ALONE);
  private final SharedAnswer<?> shared;

  /**
   * @param shared while it is in trouble, nothing is shared
   */
  public CoalescingReader(SharedAnswer<?> shared) {
    this.shared = shared;
  }

  /**
   * Reads by one of the two ways.
   *
   * @param fromShared empty if the shared answer does not contain it
   * @param single blocks until it is answered
   */
  public <T> T read(Supplier<Optional<T>> fromShared, Supplier<T> single) {
    if (shared.inTrouble()) {
      return single.get();
    }
    if (!alone.tryAcquire()) {
      return fromShared.get().orElseGet(single);
    }
    try {
      return single.get();
    } finally {
      alone.release();
    }
  }

  /** Whether a caller would send its own request now. */
  public boolean wouldReadAlone() {
    return shared.inTrouble() || alone.availablePermits() > 0;
  }
}
