/**
 * One HTTPS exchange: sent once, limited in time and size, and free of secrets wherever it is
 * shown.
 *
 * <p>Rule: knows no vendor, no Kubernetes and no retry. The state machine decides when to call
 * again.
 */
@NullMarked
package dev.backupsync.http;

import org.jspecify.annotations.NullMarked;
