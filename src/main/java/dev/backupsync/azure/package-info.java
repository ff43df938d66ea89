/**
 * Azure Data Protection: syncs backup instances through Azure Resource Manager.
 *
 * <p>Rule: knows neither Kubernetes nor the other vendor. The readers are pure, because the
 * vendor's contract is a table. The URLs of operations are opaque and signed, so they are never
 * rebuilt and never shown, and a token is sent to them only where their host is trusted.
 */
@NullMarked
package dev.backupsync.azure;

import org.jspecify.annotations.NullMarked;
