/**
 * Tells a receiver of the administrator about each run that ended.
 *
 * <p>Rule: reads what was saved and sends it; a sync never waits for it.
 */
@NullMarked
package dev.backupsync.notification;

import org.jspecify.annotations.NullMarked;
