package dev.backupsync.http;

import java.time.Duration;

/**
 * Is notified of every exchange with a server and of every log-in; for metrics and to detect
 * trouble early.
 */
public interface TrafficListener {

  /** Ignores everything. */
  TrafficListener NONE =
      new TrafficListener() {
        @Override
        public void exchanged(String operation, Exchange exchange, Duration took) {}

        @Override
        public void loggedIn(boolean success) {}
      };

  /**
   * An exchange ended, with an answer or without.
   *
   * @param operation a fixed, short name such as {@code start}; never user input
   */
  void exchanged(String operation, Exchange exchange, Duration took);

  /** A token was requested, with or without success. */
  void loggedIn(boolean success);
}
