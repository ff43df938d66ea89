/** How many syncs may run at a time: for each target, connection and vault. */
@NullMarked
package dev.backupsync.scenario.limits;

import org.jspecify.annotations.NullMarked;
