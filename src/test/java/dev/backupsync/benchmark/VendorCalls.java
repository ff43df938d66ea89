package dev.backupsync.benchmark;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;

/** The calls of one vendor's server, and no precaution: what the rivals are made of. */
interface VendorCalls {
  /**
   * A run that was accepted.
   *
   * @param handle by which it is followed
   * @param pause until it is asked for
   */
  record Started(String handle, Duration pause) {}

  /** Starts a run. */
  Started start(String target) throws IOException, InterruptedException;

  /** Asks how far a run is, in percent; empty where it is over. */
  Optional<Integer> progress(String handle) throws IOException, InterruptedException;

  /** Asks whether the target is in order. */
  boolean isInOrder(String target) throws IOException, InterruptedException;

  /** Comes back when the run is over, by the fewest calls that tell it for sure. */
  void awaitEnd(String target, Started run) throws IOException, InterruptedException;

  /**
   * Logs in.
   *
   * @param poll how often it is asked how far runs are, where the vendor does not say it
   */
  static VendorCalls login(SyncKind kind, HttpClient http, String url, Duration poll)
      throws IOException, InterruptedException {
    return switch (kind) {
      case REPOSITORY_SYNC -> VeeamCalls.login(http, url, poll);
      case BACKUP_INSTANCE_SYNC -> AzureCalls.login(http, url, poll);
    };
  }
}
