package dev.backupsync.controller;

import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.api.v1alpha1.DeletionPolicy;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.RunOptions;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.api.v1alpha1.SyncSpec;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.connection.ConnectionKey;
import dev.backupsync.connection.ConnectionState;
import dev.backupsync.connection.Connections;
import dev.backupsync.controller.admission.ConnectionGate;
import dev.backupsync.controller.status.Events;
import dev.backupsync.statemachine.DesiredState;
import dev.backupsync.statemachine.Gate;
import dev.backupsync.time.Clocks;
import dev.backupsync.vendor.Outcome;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Handles a sync that is being deleted. Only a sync with {@code deletionPolicy: Cancel} has our
 * finalizer: its run is stopped first, but the deletion is never delayed for longer than {@link
 * #LONGEST}.
 *
 * @param <S> the spec of the kind
 * @param <P> the kind
 */
final class DeletionHandler<S extends SyncSpec, P extends CustomResource<S, SyncStatus>> {
  static final String FINALIZER = "backupsync.dev/cancel-run";

  /** After this time the finalizer is removed, whatever became of the run. */
  static final Duration LONGEST = Duration.ofMinutes(1);

  private static final int MOST_REMEMBERED = 10_000;

  private static final Outcome.Deferred CONNECTION_GONE =
      new Outcome.Deferred(
          Reason.CONNECTION_NOT_READY,
          SyncError.of(
              Reason.CONNECTION_NOT_READY.word(),
              "Nothing starts through a connection that is gone"),
          Optional.empty());

  private final Connections connections;
  private final ConnectionGate connectionGate;
  private final Events events;
  private final Clocks clocks;

  /**
   * Uids of syncs whose run was reported as left running: removing the finalizer may take several
   * attempts, and a reconcile may come after the deletion.
   */
  private final Set<String> announced = ConcurrentHashMap.newKeySet();

  /** By uid, when the deletion was first seen. */
  private final Map<String, Clocks.Moment> leaving = new ConcurrentHashMap<>();

  DeletionHandler(
      Connections connections, ConnectionGate connectionGate, Events events, Clocks clocks) {
    this.connections = connections;
    this.connectionGate = connectionGate;
    this.events = events;
    this.clocks = clocks;
  }

  /** Whether the sync is being deleted and the operator has nothing left to do. */
  boolean isOver(P sync) {
    return sync.isMarkedForDeletion() && !sync.hasFinalizer(FINALIZER);
  }

  /** The sync with our finalizer if its deletion policy needs one, else without. */
  P prepared(P sync, Context<P> context) {
    var wanted = wantsCancel(sync);
    if (sync.isMarkedForDeletion() || wanted == sync.hasFinalizer(FINALIZER) || cannotTell(sync)) {
      return sync;
    }
    return wanted
        ? context.resourceOperations().addFinalizer(FINALIZER)
        : context.resourceOperations().removeFinalizer(FINALIZER);
  }

  /** A policy that only a newer release knows: the finalizer stays as it is. */
  private boolean cannotTell(P sync) {
    return Optional.ofNullable(sync.getSpec())
        .filter(spec -> spec.unread().has("deletionPolicy"))
        .isPresent();
  }

  private boolean wantsCancel(P sync) {
    return Optional.ofNullable(sync.getSpec())
        .map(SyncSpec::options)
        .map(RunOptions::deletionPolicy)
        .filter(DeletionPolicy.CANCEL::equals)
        .isPresent();
  }

  /** What a sync that is being deleted asks for: no start, and the end of the run in flight. */
  DesiredState desired(P sync, DesiredState desired) {
    return sync.isMarkedForDeletion() ? desired.leaving(cancelRequest(sync)) : desired;
  }

  private String cancelRequest(P sync) {
    return "deleted at " + sync.getMetadata().getDeletionTimestamp();
  }

  /**
   * The gate; if the connection cannot be used as it is now, the client that the run in flight
   * began through.
   */
  Gate gate(P sync, SyncStatus status, Gate gate) {
    if (!sync.isMarkedForDeletion() || !status.mayRunAtVendor()) {
      return gate;
    }
    return connectionGate
        .formerWay(sync.getMetadata().getNamespace(), status.knownRun().orElseThrow())
        .<Gate>map(
            way -> new Gate.Open(new StartBlockingBackend(way, () -> Optional.of(CONNECTION_GONE))))
        .orElse(gate);
  }

  /** Whether this sync will stop its run when it is deleted. */
  boolean stopsRun(P sync, SyncStatus status) {
    return sync.hasFinalizer(FINALIZER) && status.inFlight();
  }

  /**
   * Removes the finalizer if nothing more has to be done.
   *
   * @return when to look again; empty if the finalizer was removed, or the sync is not being
   *     deleted
   */
  Optional<Duration> releaseFinalizer(P sync, SyncStatus status, Gate gate, Context<P> context) {
    if (!sync.isMarkedForDeletion()) {
      return Optional.empty();
    }
    var left = left(sync);
    if (status.inFlight() && !cannotCancel(sync, status, gate) && left.isPositive()) {
      return Optional.of(left);
    }
    if (status.mayRunAtVendor() && firstTold(sync)) {
      events.tell(sync, status.knownRun().map(Run::target), LeftRunning.notice(status, gate));
    }
    context.resourceOperations().removeFinalizer(FINALIZER);
    return Optional.empty();
  }

  /** The time left by the shorter of two clocks: ours may be behind the API server's. */
  private Duration left(P sync) {
    var meta = sync.getMetadata();
    if (leaving.size() >= MOST_REMEMBERED) {
      leaving.clear();
    }
    var since = leaving.computeIfAbsent(meta.getUid(), _ -> clocks.now());
    var byOurs = LONGEST.minus(clocks.since(since));
    var latest = Instant.parse(meta.getDeletionTimestamp()).plus(LONGEST);
    var byTheirs = Duration.between(clocks.wall().instant(), latest);
    return byOurs.compareTo(byTheirs) < 0 ? byOurs : byTheirs;
  }

  private boolean firstTold(P sync) {
    if (announced.size() >= MOST_REMEMBERED) {
      announced.clear();
    }
    return announced.add(sync.getMetadata().getUid());
  }

  /** Whether waiting cannot help, because no client exists that could stop the run. */
  private boolean cannotCancel(P sync, SyncStatus status, Gate gate) {
    if (cancelRequest(sync).equals(status.lastHandledCancel())) {
      return true; // still in flight: the vendor cannot stop it
    }
    return switch (gate) {
      case Gate.Open _, Gate.Unknown _ -> false;
      case Gate.Closed(var reason, _) ->
          reason == Reason.CONNECTION_NOT_FOUND
              || reason == Reason.CONNECTION_NOT_ALLOWED // which may mean the same
              || secretIsGone(status);
    };
  }

  private boolean secretIsGone(SyncStatus status) {
    return status
        .knownRun()
        .map(run -> ConnectionKey.of(run.target().connectionRef()))
        .flatMap(connections::state)
        .filter(
            state ->
                switch (state) {
                  case ConnectionState.Ready _ -> false;
                  case ConnectionState.NotReady(var reason, _, _, _) ->
                      reason == ConnectionReason.SECRET_NOT_FOUND;
                })
        .isPresent();
  }
}
