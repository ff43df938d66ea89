/**
 * What the operator writes about a resource: its status, its conditions and its events.
 *
 * <p>Rule: writes what was decided elsewhere, and knows nothing of the reconcilers.
 */
@NullMarked
package dev.backupsync.controller.status;

import org.jspecify.annotations.NullMarked;
