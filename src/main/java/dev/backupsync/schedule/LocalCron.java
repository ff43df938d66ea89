package dev.backupsync.schedule;

import java.time.LocalDateTime;
import java.util.Optional;

/**
 * Computes cron times in local time, without a time zone. Changes of daylight saving time, which
 * make some times of the day occur twice and others not at all, are not considered here.
 */
public interface LocalCron {

  /** The first slot later than {@code time}; empty if there is none. */
  Optional<LocalDateTime> after(LocalDateTime time);

  /** The last slot that is not later than {@code time}; empty if there is none. */
  Optional<LocalDateTime> notAfter(LocalDateTime time);

  /** Whether it covers every hour of the day, so it means an interval and not times of the day. */
  boolean everyHour();
}
