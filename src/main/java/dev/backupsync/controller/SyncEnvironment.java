package dev.backupsync.controller;

import dev.backupsync.connection.Connections;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/**
 * What the reconciler of a kind of sync works with.
 *
 * @param connections of the kind that these syncs go through
 * @param stopping true once the operator is told to stop: nothing is started any more
 */
public record SyncEnvironment(
    KubernetesClient client,
    Connections connections,
    Namespaces namespaces,
    RunListener runs,
    InstantSource clock,
    BooleanSupplier stopping) {}
