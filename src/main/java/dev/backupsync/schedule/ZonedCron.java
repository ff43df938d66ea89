package dev.backupsync.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.Optional;

/**
 * The slots of a cron in a time zone; the only class that handles daylight saving time.
 *
 * <p>A cron for every hour keeps its interval: it is due whenever the local clock shows one of its
 * times, both times in an hour that occurs twice, and not at all in an hour that is skipped. Any
 * other cron means times of the day: one that occurs twice counts only the first time, and one that
 * is skipped is due at the moment when the clock is put forward.
 */
public final class ZonedCron {
  private final LocalCron wall;
  private final ZoneRules rules;

  public ZonedCron(LocalCron wall, ZoneId zone) {
    this.wall = wall;
    this.rules = zone.getRules();
  }

  /** The first slot later than {@code time}; empty if there is none. */
  public Optional<Instant> after(Instant time) {
    return wall.everyHour()
        ? rhythmAfter(time)
        : wall.after(reached(time)).map(this::firstOccurrence);
  }

  /** The last slot that is not later than {@code time}; empty if there is none. */
  public Optional<Instant> notAfter(Instant time) {
    return wall.everyHour()
        ? rhythmNotAfter(time)
        : wall.notAfter(reached(time)).map(this::firstOccurrence);
  }

  private Instant firstOccurrence(LocalDateTime time) {
    var change = rules.getTransition(time);
    return change != null && change.isGap()
        ? change.getInstant()
        : time.toInstant(rules.getValidOffsets(time).getFirst());
  }

  /** The latest local time reached so far: in the repetition of an hour, the end of that hour. */
  private LocalDateTime reached(Instant time) {
    var shown = LocalDateTime.ofInstant(time, rules.getOffset(time));
    var change = rules.previousTransition(time.plusNanos(1));
    var again = change != null && change.isOverlap() && shown.isBefore(change.getDateTimeBefore());
    return again ? change.getDateTimeBefore().minusNanos(1) : shown;
  }

  /** Between two clock changes, it works like any other cron. */
  private Optional<Instant> rhythmAfter(Instant time) {
    var offset = rules.getOffset(time);
    var shown = LocalDateTime.ofInstant(time, offset);
    var change = rules.nextTransition(time);
    var slot = slot(wall.after(shown), offset);
    while (slot.isPresent() && change != null && !slot.get().isBefore(change.getInstant())) {
      offset = change.getOffsetAfter();
      slot = slot(wall.after(change.getDateTimeAfter().minusNanos(1)), offset);
      change = rules.nextTransition(change.getInstant());
    }
    return slot;
  }

  private Optional<Instant> rhythmNotAfter(Instant time) {
    var offset = rules.getOffset(time);
    var shown = LocalDateTime.ofInstant(time, offset);
    var change = rules.previousTransition(time.plusNanos(1));
    var slot = slot(wall.notAfter(shown), offset);
    while (slot.isPresent() && change != null && slot.get().isBefore(change.getInstant())) {
      offset = change.getOffsetBefore();
      slot = slot(wall.notAfter(change.getDateTimeBefore().minusNanos(1)), offset);
      change = rules.previousTransition(change.getInstant());
    }
    return slot;
  }

  private static Optional<Instant> slot(Optional<LocalDateTime> time, ZoneOffset offset) {
    return time.map(at -> at.toInstant(offset));
  }
}
