package dev.backupsync.schedule;

import java.time.LocalDateTime;
import java.util.Optional;

/**
 * When a cron is due by the clock on the wall, without any time zone: what a cron says, before
 * daylight saving makes some times of the day come twice and others not at all.
 */
public interface LocalCron {

  /** The first slot later than {@code time}; empty where none follows. */
  Optional<LocalDateTime> after(LocalDateTime time);

  /** The last slot that is not later than {@code time}; empty where there was none. */
  Optional<LocalDateTime> notAfter(LocalDateTime time);

  /** Whether it names every hour of the day, and so a rhythm rather than times of the day. */
  boolean everyHour();
}
