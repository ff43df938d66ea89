package dev.backupsync.connection;

import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.time.Clocks;
import java.time.Duration;
import java.util.Optional;

/** Decides when a connection is probed again. Pure. */
final class ProbeSchedule {
  /** The shortest time between two probes, so that a dead server causes very little load. */
  private static final Duration SHORTEST = Duration.ofSeconds(5);

  private ProbeSchedule() {}

  static boolean due(
      ConnectionState state, Duration interval, int failures, boolean troubled, Clocks clocks) {
    return until(state, interval, failures, troubled, clocks)
        .filter(wait -> !wait.isPositive())
        .isPresent();
  }

  /**
   * While it works, or refuses us: every interval. While it does not work: soon, then ever more
   * slowly, up to the interval. Empty if there is nothing to probe, negative if the probe is late.
   */
  static Optional<Duration> until(
      ConnectionState state, Duration interval, int failures, boolean troubled, Clocks clocks) {
    return switch (state) {
      case ConnectionState.Ready(_, _, var probed, _) ->
          Optional.of(
              (troubled ? shorter(SHORTEST, interval) : interval).minus(clocks.since(probed)));
      case ConnectionState.NotReady(var reason, _, _, var probed) ->
          probed.map(
              at ->
                  (refused(reason) ? interval : patience(interval, failures))
                      .minus(clocks.since(at)));
    };
  }

  /**
   * Repeating a refused log-in soon would lock an account and does not help: a change that fixes it
   * wakes us.
   */
  private static boolean refused(ConnectionReason reason) {
    return reason == ConnectionReason.CREDENTIALS_INVALID
        || reason == ConnectionReason.ACCESS_DENIED;
  }

  private static Duration patience(Duration interval, int failures) {
    var doublings = Math.clamp(failures - 1L, 0, 10);
    return shorter(SHORTEST.multipliedBy(1L << doublings), interval);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
