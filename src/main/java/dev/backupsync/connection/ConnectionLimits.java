package dev.backupsync.connection;

import dev.backupsync.api.v1alpha1.AllowedNamespaces;

/**
 * The limits that a connection sets for the syncs that use it.
 *
 * @param allowed the namespaces whose syncs may use it
 * @param maxConcurrentSyncs how many may run at a time
 */
public record ConnectionLimits(AllowedNamespaces allowed, int maxConcurrentSyncs) {}
