/**
 * Keeps one client open per connection and probes it. The client is made from a custom resource,
 * its Secret and its CA bundle.
 *
 * <p>Rule: the only package that reads Secrets, and the only one that knows which vendor belongs to
 * which kind.
 */
@NullMarked
package dev.backupsync.connection;

import org.jspecify.annotations.NullMarked;
