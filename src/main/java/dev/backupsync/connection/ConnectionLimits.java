package dev.backupsync.connection;

import dev.backupsync.api.v1alpha1.AllowedNamespaces;

/**
 * The limits for syncs that use a connection.
 *
 * @param allowed the namespaces whose syncs may use it
 * @param maxConcurrentSyncs how many may run at a time
 */
public record ConnectionLimits(AllowedNamespaces allowed, int maxConcurrentSyncs) {}
