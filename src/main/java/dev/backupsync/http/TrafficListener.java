package dev.backupsync.http;

import java.time.Duration;

/** Hears of every exchange with a server and of every log-in; for metrics and for early warning. */
public interface TrafficListener {

  /** Hears nothing. */
  TrafficListener NONE =
      new TrafficListener() {
        @Override
        public void exchanged(String operation, Exchange exchange, Duration took) {}

        @Override
        public void loggedIn(boolean success) {}
      };

  /**
   * An exchange came to its end, with an answer or without.
   *
   * @param operation a fixed, short name such as {@code start}; never user input
   */
  void exchanged(String operation, Exchange exchange, Duration took);

  /** A token was asked for, with or without success. */
  void loggedIn(boolean success);
}
