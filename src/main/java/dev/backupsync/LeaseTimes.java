package dev.backupsync;

import dev.backupsync.api.v1alpha1.Defaults;
import java.time.Duration;
import java.util.Optional;

/**
 * How long a lease lasts and how it is kept, in client-go's terms: short times make a failover
 * quick, long ones cause less load on the API server.
 *
 * @param duration how long a record that is not renewed blocks other replicas; whole seconds
 * @param renewDeadline a leader that could not renew for this long must stop, because another one
 *     may lead soon
 * @param retryPeriod from one attempt to take or renew the lease to the next
 */
record LeaseTimes(Duration duration, Duration renewDeadline, Duration retryPeriod) {
  /** The lease's default name. */
  static final String NAME = "backup-sync-operator";

  static final String DURATION = "15s";
  static final String RENEW_DEADLINE = "10s";
  static final String RETRY_PERIOD = "2s";

  static final LeaseTimes DEFAULT =
      new LeaseTimes(
          Defaults.duration(DURATION),
          Defaults.duration(RENEW_DEADLINE),
          Defaults.duration(RETRY_PERIOD));

  /** Whatever its record says, a dead leader blocks other replicas no longer than this. */
  static final Duration LONGEST_DURATION = Duration.ofMinutes(5);

  /** A leader that failed to renew needs a moment to stop. */
  private static final Duration MARGIN = Duration.ofSeconds(1);

  /** Why these times do not prevent two leaders at once; empty if they do. */
  Optional<String> problem() {
    if (duration.compareTo(LONGEST_DURATION) > 0) {
      return Optional.of("--lease-duration must not be longer than 5m");
    }
    if (!duration.equals(Duration.ofSeconds(duration.toSeconds()))) {
      return Optional.of("--lease-duration must be whole seconds");
    }
    if (renewDeadline.plus(MARGIN).compareTo(duration) > 0) {
      return Optional.of(
          "--lease-renew-deadline must be at least 1s shorter than --lease-duration");
    }
    if (!retryPeriod.isPositive() || retryPeriod.compareTo(renewDeadline) >= 0) {
      return Optional.of("--lease-retry-period must be shorter than --lease-renew-deadline");
    }
    return Optional.empty();
  }
}
