package dev.backupsync.connection;

import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process on fatal errors such as an {@link OutOfMemoryError}. Otherwise it would keep the
 * lease and do nothing, while a process that Kubernetes starts anew would work. All other errors
 * are logged and the process goes on.
 */
public final class FatalErrors {
  /** The same as that of a JVM with the option to exit on an OutOfMemoryError. */
  public static final int EXIT_CODE = 3;

  private static final Logger log = LoggerFactory.getLogger(FatalErrors.class);
  private static final int MOST_CAUSES = 16; // a chain of causes may be circular

  private FatalErrors() {}

  /** Does not return if {@code thrown} is, or was caused by, a fatal error. */
  public static void check(Throwable thrown) {
    if (!isFatal(thrown)) {
      return;
    }
    try {
      log.error("This cannot be survived; exiting, so that a new process takes over", thrown);
    } finally {
      Runtime.getRuntime().halt(EXIT_CODE); // shutdown hooks may need what is exhausted
    }
  }

  /**
   * An error of the JVM itself, except a stack overflow: the stack is free again as soon as that is
   * caught. A class that cannot be loaded is not fatal either: only the objects that need it fail,
   * and a single object must not end the whole process.
   */
  static boolean isFatal(Throwable thrown) {
    return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
        .limit(MOST_CAUSES)
        .anyMatch(
            cause ->
                cause instanceof VirtualMachineError && !(cause instanceof StackOverflowError));
  }

  /** Runs a step whose failure must not stop the steps after it. */
  public static void guard(String what, Runnable step) {
    try {
      step.run();
    } catch (Throwable e) {
      check(e);
      log.error("{} failed", what, e);
    }
  }

  /** For threads whose result is not awaited. */
  public static void uncaught(Thread thread, Throwable thrown) {
    check(thrown);
    log.error("The thread {} ended", thread.getName(), thrown);
  }
}
