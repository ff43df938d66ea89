package dev.backupsync.connection;

import dev.backupsync.api.v1alpha1.AllowedNamespaces;

/**
 * On which terms syncs may use a connection.
 *
 * @param allowed the namespaces whose syncs may
 * @param maxConcurrentSyncs how many at a time
 */
public record ConnectionLimits(AllowedNamespaces allowed, int maxConcurrentSyncs) {}
