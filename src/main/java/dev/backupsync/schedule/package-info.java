/**
 * When a schedule is due: cron in a time zone, and the jitter that spreads runs apart.
 *
 * <p>Rule: pure; the JDK and the api records only, and no clock of its own.
 */
@NullMarked
package dev.backupsync.schedule;

import org.jspecify.annotations.NullMarked;
