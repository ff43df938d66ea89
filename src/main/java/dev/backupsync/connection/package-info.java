/**
 * Connections: turns a custom resource, its Secret and its CA bundle into one client, which is kept
 * open and probed.
 *
 * <p>Rule: the only package that reads Secrets, and the only one that knows which vendor belongs to
 * which kind.
 */
@NullMarked
package dev.backupsync.connection;

import org.jspecify.annotations.NullMarked;
