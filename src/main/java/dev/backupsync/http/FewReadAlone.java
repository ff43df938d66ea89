package dev.backupsync.http;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Lets a few look alone, which is cheap; whoever wants to while they do shares an answer with all
 * others. What is shared may not tell him, and then he looks alone as well.
 */
public final class FewReadAlone {
  /** So many at a time. */
  public static final int FEW = 4;

  private final Semaphore alone = new Semaphore(FEW);
  private final RecentTrouble trouble;

  /**
   * @param trouble while it lasts, nothing is shared
   */
  public FewReadAlone(RecentTrouble trouble) {
    this.trouble = trouble;
  }

  /**
   * Looks.
   *
   * @param shared empty where it does not tell
   * @param single blocks until it is answered
   */
  public <T> T look(Supplier<Optional<T>> shared, Supplier<T> single) {
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

  /** Whether one who came now would look alone. */
  public boolean wouldLookAlone() {
    return trouble.lasts() || alone.availablePermits() > 0;
  }
}
