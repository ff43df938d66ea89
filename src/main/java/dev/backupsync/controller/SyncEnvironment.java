package dev.backupsync.controller;

import dev.backupsync.connection.ConnectionKey;
import dev.backupsync.connection.Connections;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * What the reconciler of a kind of sync works with.
 *
 * @param connections of the kind that these syncs go through
 * @param listed whether there is such a connection, as far as the watch knows
 * @param watched whether the operator watches a namespace
 * @param crds which of them hold what is written into status
 * @param stopping true once the operator is told to stop: nothing is started any more
 */
public record SyncEnvironment(
    KubernetesClient client,
    Connections connections,
    Predicate<ConnectionKey> listed,
    Namespaces namespaces,
    Predicate<String> watched,
    CrdChecks crds,
    RunListener runs,
    EventRecorder events,
    Border border,
    InstantSource clock,
    BooleanSupplier stopping) {}
