/**
 * What the operator writes about a resource: its status, its conditions and its events.
 *
 * <p>Rule: writes what other packages decided, and does not depend on the reconcilers.
 */
@NullMarked
package dev.backupsync.controller.status;

import org.jspecify.annotations.NullMarked;
