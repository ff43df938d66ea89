package dev.backupsync.schedule;

import java.time.Duration;
import java.util.zip.CRC32;

/**
 * How much later than its slots one object is due, so that objects with the same schedule do not
 * start in the same second.
 *
 * @param share of the longest delay, from 0 to less than 1; always the same for an object
 */
public record Jitter(double share) {
  /** No jitter: due to the second. */
  public static final Jitter NONE = new Jitter(0);

  private static final long LONGEST = 60; // seconds: a run begins in the minute that its cron names
  private static final int PARTS = 10; // at most a tenth of the way to the next slot
  private static final double CRC_VALUES = 1L << 32;

  /** The jitter of the object with this identity. */
  public static Jitter of(String identity) {
    var crc = new CRC32(); // unlike hash codes, it spreads names that differ in one digit
    identity.chars().forEach(crc::update);
    return new Jitter(crc.getValue() / CRC_VALUES);
  }

  /** The delay of a slot, in whole seconds; {@code distance} is the time until the next slot. */
  Duration delay(Duration distance) {
    var longest = Math.min(distance.toSeconds() / PARTS, LONGEST);
    return Duration.ofSeconds((long) (share * longest));
  }
}
