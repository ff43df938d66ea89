package dev.backupsync.controller;

import dev.backupsync.connection.Connections;
import dev.backupsync.controller.admission.WatchedConnections;
import dev.backupsync.controller.admission.WatchedNamespaces;
import dev.backupsync.controller.status.Events;
import dev.backupsync.statemachine.StopSignal;
import dev.backupsync.time.Clocks;
import io.fabric8.kubernetes.client.KubernetesClient;

/**
 * The parts of the operator with which the reconciler of one kind of sync works.
 *
 * @param connections of the kind that these syncs use
 * @param crds which CRDs keep what is written into status
 * @param others signs each status, and notices other operator processes
 * @param stopping true once the operator is asked to stop: nothing is started any more
 */
public record SyncEnvironment(
    KubernetesClient client,
    Connections connections,
    WatchedConnections watchedConnections,
    NamespaceLabels namespaces,
    WatchedNamespaces watchedNamespaces,
    CrdChecks crds,
    RunListener runs,
    RunEndListener endedRuns,
    CallObserver calls,
    Events events,
    OtherOperators others,
    ReconcileBoundary boundary,
    WakeTimer timer,
    Clocks clocks,
    StopSignal stopping) {}
