/**
 * Azure Data Protection: syncs of backup instances over Azure Resource Manager.
 *
 * <p>Rule: knows neither Kubernetes nor the other vendor. The readers are pure, because the
 * vendor's contract is a table; URLs of operations are opaque and signed, so they are never
 * rebuilt, never told, and sent a token only where that host is trusted.
 */
@NullMarked
package dev.backupsync.azure;

import org.jspecify.annotations.NullMarked;
