package dev.backupsync.statemachine;

import dev.backupsync.schedule.Jitter;
import dev.backupsync.schedule.LocalCron;
import dev.backupsync.schedule.Schedule;
import dev.backupsync.schedule.ZonedCron;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * A schedule whose slots lie at a fixed distance, so that a division tells what is due: what a
 * story gives its sync, and what the laws reckon with instead of the code that they judge.
 *
 * @param share of the longest jitter, from 0 to less than 1
 */
record Plan(Duration period, double share, Optional<Duration> startingDeadline) {

  /** Some that come thick and fast, some rare; two of a period are one schedule, edited. */
  static final List<Plan> ALL =
      List.of(
          new Plan(Duration.ofMinutes(7), 0, Optional.empty()),
          new Plan(Duration.ofMinutes(7), 0.5, Optional.of(Duration.ofSeconds(30))),
          new Plan(Duration.ofMinutes(20), 0.99, Optional.of(Duration.ofMinutes(5))),
          new Plan(Duration.ofHours(1), 0, Optional.empty()),
          new Plan(Duration.ofHours(1), 0.3, Optional.of(Duration.ofMinutes(10))),
          new Plan(Duration.ofDays(1), 0.99, Optional.of(Duration.ofHours(1))),
          new Plan(Duration.ofDays(1), 0, Optional.empty()));

  /** What the operator is given. */
  Schedule schedule() {
    var table = new ZonedCron(new Rhythm(period.toSeconds()), ZoneOffset.UTC);
    return new Schedule(period.toString(), table, startingDeadline, new Jitter(share));
  }

  /** Whether it names the same slots, however long their runs may wait. */
  boolean sameSlots(Plan other) {
    return period.equals(other.period);
  }

  /** The latest slot that is due by {@code now}. */
  Instant latest(Instant now) {
    return floor(now.minus(delay()));
  }

  /** When the first slot after {@code behind} that is not due at {@code now} will be. */
  Instant next(Instant behind, Instant now) {
    var slot = latest(now).isBefore(behind) ? floor(behind) : latest(now);
    return slot.plus(period).plus(delay());
  }

  /** The last moment at which the run of {@code slot} may begin. */
  Optional<Instant> expiry(Instant slot) {
    return startingDeadline.map(slot.plus(delay())::plus);
  }

  /** The first slot after {@code behind}. */
  Instant first(Instant behind) {
    return floor(behind).plus(period);
  }

  /** How many slots come after {@code behind} and not after {@code end}. */
  long count(Instant behind, Instant end) {
    return Duration.between(floor(behind), floor(end)).dividedBy(period);
  }

  /** A tenth of the way to the next slot and a minute are the limits. */
  private Duration delay() {
    return Duration.ofSeconds((long) (share * Math.min(period.toSeconds() / 10, 60)));
  }

  private Instant floor(Instant time) {
    var seconds = time.getEpochSecond();
    return Instant.ofEpochSecond(seconds - Math.floorMod(seconds, period.toSeconds()));
  }

  /** The same slots, as the clock on the wall shows them. */
  private record Rhythm(long seconds) implements LocalCron {
    @Override
    public Optional<LocalDateTime> after(LocalDateTime time) {
      return notAfter(time).map(slot -> slot.plusSeconds(seconds));
    }

    @Override
    public Optional<LocalDateTime> notAfter(LocalDateTime time) {
      var past = Math.floorMod(time.toEpochSecond(ZoneOffset.UTC), seconds);
      return Optional.of(time.withNano(0).minusSeconds(past));
    }

    @Override
    public boolean everyHour() {
      return seconds <= 3600;
    }
  }
}
