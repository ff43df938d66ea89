package dev.backupsync.statemachine;

import dev.backupsync.time.Clocks;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Detects that the wall clock was set, by comparing it with a monotonic clock. After that, the age
 * of times that were written earlier is unknown, so the process watches anew, as after a restart.
 */
final class ClockWatch {
  /** Between two readings, correct clocks differ by less than this. */
  static final Duration TOLERANCE = Duration.ofSeconds(30);

  private Optional<Clocks.Moment> last = Optional.empty();
  private Watch watch;

  /**
   * What can be relied on, in whole seconds like all times in status.
   *
   * @param since since when this process has watched without a break
   * @param clockSet when the wall clock was last found to have been set; {@link Instant#MIN} if
   *     never
   */
  record Watch(Instant since, Instant clockSet) {}

  /** Begins to watch with its first reading. */
  ClockWatch() {
    this(Optional.empty());
  }

  /**
   * @param since empty to begin to watch with the first reading
   */
  ClockWatch(Optional<Instant> since) {
    this.watch = new Watch(since.orElse(Instant.MIN), Instant.MIN);
  }

  /** What can be relied on at this moment. */
  synchronized Watch at(Clocks.Moment now) {
    var time = now.time().truncatedTo(ChronoUnit.SECONDS);
    if (last.filter(earlier -> wasSet(earlier, now)).isPresent()) {
      watch = new Watch(time, time);
    } else if (watch.since().equals(Instant.MIN)) {
      watch = new Watch(time, Instant.MIN);
    }
    last = Optional.of(now);
    return watch;
  }

  private static boolean wasSet(Clocks.Moment earlier, Clocks.Moment now) {
    var shown = Duration.between(earlier.time(), now.time());
    var passed = Duration.ofNanos(now.nanos() - earlier.nanos());
    return shown.minus(passed).abs().compareTo(TOLERANCE) > 0;
  }
}
