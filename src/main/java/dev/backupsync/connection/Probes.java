package dev.backupsync.connection;

import dev.backupsync.api.v1alpha1.ConnectionReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Decides when a connection is tried again. Pure. */
final class Probes {
  /** Between two probes, however much trouble there is: a dead server costs next to nothing. */
  private static final Duration SHORTEST = Duration.ofSeconds(5);

  private Probes() {}

  static boolean due(
      Verdict verdict, Duration interval, int failures, boolean troubled, Instant now) {
    return next(verdict, interval, failures, troubled)
        .filter(when -> !when.isAfter(now))
        .isPresent();
  }

  /**
   * While it works, or refuses us: every interval. While it does not work: soon, then ever more
   * slowly, up to the interval. Empty where there is nothing to try.
   */
  static Optional<Instant> next(
      Verdict verdict, Duration interval, int failures, boolean troubled) {
    return switch (verdict) {
      case Verdict.Ready(_, _, var probed, _) ->
          Optional.of(probed.plus(troubled ? shorter(SHORTEST, interval) : interval));
      case Verdict.NotReady(var reason, _, _, var probed) ->
          probed.map(when -> when.plus(refused(reason) ? interval : patience(interval, failures)));
    };
  }

  /** To try it again soon would lock an account, and helps nobody: what mends it wakes us. */
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
