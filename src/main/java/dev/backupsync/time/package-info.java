/**
 * Measures how much time passes in this process, independent of changes to the wall clock.
 *
 * <p>Rule: uses only the JDK; every clock is passed in.
 */
@NullMarked
package dev.backupsync.time;

import org.jspecify.annotations.NullMarked;
