/**
 * From the last release to this version and back: with its real process, its chart and its CRDs,
 * which are built from the history.
 */
@NullMarked
package dev.backupsync.upgrade;

import org.jspecify.annotations.NullMarked;
