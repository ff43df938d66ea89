/**
 * Connections: from a custom resource, its Secret and its CA bundle to one client that is kept and
 * probed.
 *
 * <p>Rule: the only place that reads Secrets, and the only one that knows which vendor is behind
 * which kind.
 */
@NullMarked
package dev.backupsync.connection;

import org.jspecify.annotations.NullMarked;
