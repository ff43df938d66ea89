/**
 * Reads cron expressions; the only place that uses a cron library, which the pure package {@code
 * schedule} must not.
 *
 * <p>Rule: depends on {@link dev.backupsync.schedule} only, which does not depend on it.
 */
@NullMarked
package dev.backupsync.schedule.cron;

import org.jspecify.annotations.NullMarked;
