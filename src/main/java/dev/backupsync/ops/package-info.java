/**
 * What the administrators of the operator need: health, metrics, logging.
 *
 * <p>Rule: observes and reports; it never influences what it observes.
 */
@NullMarked
package dev.backupsync.ops;

import org.jspecify.annotations.NullMarked;
