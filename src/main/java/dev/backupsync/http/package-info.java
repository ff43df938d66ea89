/**
 * One HTTPS exchange: sent once, answered within a time and a size, free of secrets when it is
 * told.
 *
 * <p>Rule: knows no vendor, no Kubernetes and no retry, because the machine owns time.
 */
@NullMarked
package dev.backupsync.http;

import org.jspecify.annotations.NullMarked;
