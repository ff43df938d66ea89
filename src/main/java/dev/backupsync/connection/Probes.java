package dev.backupsync.connection;

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
   * While it works: every interval. While it does not: soon, then ever more slowly, up to the
   * interval. Empty where there is nothing to try.
   */
  static Optional<Instant> next(
      Verdict verdict, Duration interval, int failures, boolean troubled) {
    return switch (verdict) {
      case Verdict.Ready(_, _, var probed, _) ->
          Optional.of(probed.plus(troubled ? shorter(SHORTEST, interval) : interval));
      case Verdict.NotReady(_, _, _, var probed) ->
          probed.map(
              when -> {
                var doublings = Math.clamp(failures - 1L, 0, 10);
                var wait = SHORTEST.multipliedBy(1L << doublings);
                return when.plus(shorter(wait, interval));
              });
    };
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
