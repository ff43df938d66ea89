package dev.backupsync;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a lease lasts and how it is kept, as client-go names it: short times make a failover
 * quick, long ones spare the API server.
 *
 * @param duration how long a record that nobody renews keeps others away; whole seconds
 * @param renewDeadline a leader that could not renew for so long must stop, for soon another one
 *     may lead
 * @param retryPeriod from one attempt to take or renew it to the next
 */
record LeaseTimes(Duration duration, Duration renewDeadline, Duration retryPeriod) {
  /** The lease's name, unless another one is given. */
  static final String NAME = "backup-sync-operator";

  static final LeaseTimes DEFAULT =
      new LeaseTimes(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));

  /** Whatever a record says, a dead leader keeps others away no longer. */
  static final Duration LONGEST_DURATION = Duration.ofMinutes(5);

  /** A leader that is overdue needs a moment to stop. */
  private static final Duration MARGIN = Duration.ofSeconds(1);

  /** Why these times cannot keep two replicas from leading at once; empty where they can. */
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
