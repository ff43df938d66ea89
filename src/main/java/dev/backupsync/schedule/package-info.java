/**
 * When a schedule is due: cron in a time zone, and the jitter that spreads runs over time.
 *
 * <p>Rule: pure; uses only the JDK and the api records, and has no clock of its own.
 */
@NullMarked
package dev.backupsync.schedule;

import org.jspecify.annotations.NullMarked;
