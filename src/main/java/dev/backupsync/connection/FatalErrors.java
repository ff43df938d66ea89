package dev.backupsync.connection;

import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process on what it cannot survive, such as exhausted memory: it would live on, hold the
 * lease and do nothing, while a new one would work. All else is logged and lived through.
 */
public final class FatalErrors {
  /** As of a JVM that is told to exit on an OutOfMemoryError. */
  public static final int EXIT_CODE = 3;

  private static final Logger log = LoggerFactory.getLogger(FatalErrors.class);
  private static final int MOST_CAUSES = 16; // a chain may be a circle

  private FatalErrors() {}

  /** Does not return where {@code thrown} is, or was caused by, what cannot be survived. */
  public static void check(Throwable thrown) {
    if (!isFatal(thrown)) {
      return;
    }
    try {
      log.error("This cannot be survived; exiting, so that a new process takes over", thrown);
    } finally {
      Runtime.getRuntime().halt(EXIT_CODE); // hooks may need what is exhausted
    }
  }

  /**
   * An error of the JVM itself, but for a stack that is full: that one is empty again as soon as it
   * is caught. A class that cannot be loaded is not fatal either: it fails whoever needs it, and
   * nobody may end the process for all by being the one.
   */
  static boolean isFatal(Throwable thrown) {
    return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
        .limit(MOST_CAUSES)
        .anyMatch(
            cause ->
                cause instanceof VirtualMachineError && !(cause instanceof StackOverflowError));
  }

  /** Runs a step after which others must go on, whatever becomes of it. */
  public static void guard(String what, Runnable step) {
    try {
      step.run();
    } catch (Throwable e) {
      check(e);
      log.error("{} failed", what, e);
    }
  }

  /** For threads that nobody waits for. */
  public static void uncaught(Thread thread, Throwable thrown) {
    check(thrown);
    log.error("The thread {} ended", thread.getName(), thrown);
  }
}
