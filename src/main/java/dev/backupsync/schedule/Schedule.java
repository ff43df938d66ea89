package dev.backupsync.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When an object is to run regularly. Pure: no memory and no clock; status holds which slots were
 * served.
 *
 * @param text cron and time zone; differs between different schedules
 * @param startingDeadline how long after a slot was due its run may begin; empty for no limit
 */
public record Schedule(
    String text, ZonedCron timetable, Optional<Duration> startingDeadline, Jitter jitter) {
  private static final int MOST_COUNTED = 100;

  /** When the run of a slot is due: a little later than the slot. */
  Instant due(Instant slot) {
    var distance = timetable.after(slot).map(next -> Duration.between(slot, next));
    return slot.plus(jitter.delay(distance.orElse(Duration.ofDays(366))));
  }

  /**
   * The latest slot after {@code since} that is due by now; earlier ones are not served any more.
   */
  public Optional<Instant> latest(Instant since, Instant now) {
    return timetable
        .notAfter(now)
        .flatMap(slot -> due(slot).isAfter(now) ? before(slot) : Optional.of(slot))
        .filter(since::isBefore);
  }

  /** When the first slot after {@code since} that is not yet due will be due. */
  public Optional<Instant> next(Instant since, Instant now) {
    return timetable
        .notAfter(now)
        .filter(since::isBefore)
        .map(this::due)
        .filter(now::isBefore)
        .or(() -> timetable.after(since.isAfter(now) ? since : now).map(this::due));
  }

  /** When a slot becomes too old to be served; empty if it never does. */
  public Optional<Instant> expiry(Instant slot) {
    return startingDeadline.map(due(slot)::plus);
  }

  /**
   * The slots after {@code since} and before {@code end}, both excluded; empty if there are none.
   */
  public Optional<Missed> between(Instant since, Instant end) {
    var count = 0;
    var slot = timetable.after(since).filter(end::isAfter);
    var first = slot;
    while (slot.isPresent() && count < MOST_COUNTED) {
      count++;
      slot = timetable.after(slot.get()).filter(end::isAfter);
    }
    var counted = count;
    return first.map(from -> new Missed(counted, from));
  }

  private Optional<Instant> before(Instant slot) {
    return timetable.notAfter(slot.minusNanos(1));
  }

  /** Slots that no run serves. */
  public record Missed(int count, Instant first) {

    /** Such as {@code 3 slots since 2026-01-01T00:00:00Z}. */
    public String describe() {
      return switch (count) {
        case 1 -> "The slot of " + first;
        case MOST_COUNTED -> "At least " + count + " slots since " + first;
        default -> count + " slots since " + first;
      };
    }
  }
}
