/**
 * Health checks, metrics and log formats, for the administrators of the operator.
 *
 * <p>Rule: observes and reports; it never influences what it observes.
 */
@NullMarked
package dev.backupsync.ops;

import org.jspecify.annotations.NullMarked;
