package dev.backupsync.controller;

import dev.backupsync.api.v1alpha1.ConnectionStatus;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.connection.FatalErrors;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The checks of all CRDs: a CRD that is too old is reported at the start, and checked again until
 * it is updated, without a restart of the operator.
 */
public final class CrdChecks implements AutoCloseable {
  private final KubernetesClient client;
  private final Set<String> namespaces;
  private final List<CrdCheck<?, ?>> checks = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("crds").factory());

  /**
   * Checks nothing yet.
   *
   * @param namespaces those that are served; empty for all
   */
  public CrdChecks(KubernetesClient client, Set<String> namespaces) {
    this.client = client;
    this.namespaces = namespaces;
  }

  /** The check of a kind of sync. */
  public <P extends CustomResource<?, SyncStatus>> CrdCheck<P, SyncStatus> ofSyncs(Class<P> kind) {
    return with(
        kind, StatusSpecimens.sync(), "no run is started, because it might be started again");
  }

  /** The check of a kind of connection. */
  public <C extends CustomResource<?, ConnectionStatus>>
      CrdCheck<C, ConnectionStatus> ofConnections(Class<C> kind) {
    return with(
        kind,
        StatusSpecimens.connection(),
        "a password that was refused may be sent again after a restart");
  }

  private <P extends CustomResource<?, S>, S> CrdCheck<P, S> with(
      Class<P> kind, S specimen, String consequence) {
    var check = new CrdCheck<>(client, kind, specimen, consequence, namespaces);
    checks.add(check);
    return check;
  }

  /** Checks each CRD that has objects, and from now on checks those that are too old again. */
  public void start() {
    checks.forEach(check -> FatalErrors.guard("Checking a CRD", check::tryOnce));
    var pause = CrdCheck.PAUSE.toMillis();
    var _ = timer.scheduleWithFixedDelay(this::tryAgain, pause, pause, TimeUnit.MILLISECONDS);
  }

  private void tryAgain() {
    checks.forEach(check -> FatalErrors.guard("Checking a CRD again", check::tryAgain));
  }

  /** What is wrong with CRDs, one line each; empty if nothing is. */
  public List<String> problems() {
    return checks.stream().map(CrdCheck::problem).flatMap(Optional::stream).toList();
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
