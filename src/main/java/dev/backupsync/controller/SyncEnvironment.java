package dev.backupsync.controller;

import dev.backupsync.connection.Connections;
import dev.backupsync.operation.Clocks;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * What the reconciler of a kind of sync works with.
 *
 * @param connections of the kind that these syncs go through
 * @param watched whether the operator watches a namespace
 * @param stopping true once the operator is told to stop: nothing is started any more
 */
public record SyncEnvironment(
    KubernetesClient client,
    Connections connections,
    Namespaces namespaces,
    Predicate<String> watched,
    RunListener runs,
    EventRecorder events,
    Border border,
    WakeTimer timer,
    Clocks clocks,
    BooleanSupplier stopping) {}
