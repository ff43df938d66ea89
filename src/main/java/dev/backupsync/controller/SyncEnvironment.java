package dev.backupsync.controller;

import dev.backupsync.api.v1alpha1.ConnectionOptions;
import dev.backupsync.connection.ConnectionKey;
import dev.backupsync.connection.Connections;
import dev.backupsync.controller.status.EventRecorder;
import dev.backupsync.time.Clocks;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What the reconciler of a kind of sync works with.
 *
 * @param connections of the kind that these syncs go through
 * @param watchedConnections what the watch has of a connection; empty where it has none
 * @param watched whether the operator watches a namespace
 * @param crds which of them hold what is written into status
 * @param others signs each status, and notices who else does
 * @param stopping true once the operator is told to stop: nothing is started any more
 */
public record SyncEnvironment(
    KubernetesClient client,
    Connections connections,
    Function<ConnectionKey, Optional<ConnectionOptions>> watchedConnections,
    NamespaceLabels namespaces,
    Predicate<String> watched,
    CrdChecks crds,
    RunListener runs,
    EventRecorder events,
    OtherOperators others,
    ReconcileBoundary border,
    WakeTimer timer,
    Clocks clocks,
    BooleanSupplier stopping) {}
