package dev.backupsync.controller;

import dev.backupsync.api.v1alpha1.ConnectionOptions;
import dev.backupsync.connection.ConnectionKey;
import dev.backupsync.connection.Connections;
import dev.backupsync.controller.status.Events;
import dev.backupsync.time.Clocks;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What the reconciler of a kind of sync works with.
 *
 * @param connections of the kind that these syncs use
 * @param watchedConnections what the watch knows of a connection; empty if it does not know it
 * @param watched whether the operator watches a namespace
 * @param crds which CRDs keep what is written into status
 * @param others signs each status, and notices other operator processes
 * @param stopping true once the operator is asked to stop: nothing is started any more
 */
public record SyncEnvironment(
    KubernetesClient client,
    Connections connections,
    Function<ConnectionKey, Optional<ConnectionOptions>> watchedConnections,
    NamespaceLabels namespaces,
    Predicate<String> watched,
    CrdChecks crds,
    RunListener runs,
    EndedRuns endedRuns,
    CallObserver calls,
    Events events,
    OtherOperators others,
    ReconcileBoundary boundary,
    WakeTimer timer,
    Clocks clocks,
    BooleanSupplier stopping) {}
