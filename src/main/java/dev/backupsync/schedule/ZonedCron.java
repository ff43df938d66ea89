package dev.backupsync.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.Optional;

/**
 * The slots of a cron in a time zone; the one place that knows daylight saving.
 *
 * <p>A cron of every hour keeps its rhythm: it is due whenever the clock on the wall shows one of
 * its times, in an hour that comes twice both times, in one that is left out not at all. Any other
 * cron names times of the day: one that comes twice counts the first time only, and one that is
 * left out is due at the moment when the clock is put forward.
 */
public final class ZonedCron {
  private final LocalCron wall;
  private final ZoneRules rules;

  public ZonedCron(LocalCron wall, ZoneId zone) {
    this.wall = wall;
    this.rules = zone.getRules();
  }

  /** The first slot later than {@code time}; empty where none follows. */
  public Optional<Instant> after(Instant time) {
    return wall.everyHour()
        ? rhythmAfter(time)
        : wall.after(reached(time)).map(this::firstOccurrence);
  }

  /** The last slot that is not later than {@code time}; empty where there was none. */
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

  /** The latest time of day that was there already: in an hour's second turn, that hour's end. */
  private LocalDateTime reached(Instant time) {
    var shown = LocalDateTime.ofInstant(time, rules.getOffset(time));
    var change = rules.previousTransition(time.plusNanos(1));
    var again = change != null && change.isOverlap() && shown.isBefore(change.getDateTimeBefore());
    return again ? change.getDateTimeBefore().minusNanos(1) : shown;
  }

  /** Between two changes of the clock, it runs as any other does. */
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
