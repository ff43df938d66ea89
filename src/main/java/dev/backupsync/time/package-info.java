/**
 * How time passes in this process, apart from what the clock on the wall is set to.
 *
 * <p>Rule: the JDK only; every clock is handed in.
 */
@NullMarked
package dev.backupsync.time;

import org.jspecify.annotations.NullMarked;
