package dev.backupsync.controller;

import dev.backupsync.api.v1alpha1.ConnectionSpec;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.api.v1alpha1.SyncSpec;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.connection.ConnectionKey;
import dev.backupsync.connection.Connections;
import dev.backupsync.controller.admission.ApiServerConnectionLookup;
import dev.backupsync.controller.admission.ConnectionGate;
import dev.backupsync.controller.admission.ExclusionRule;
import dev.backupsync.controller.admission.RunAdmission;
import dev.backupsync.controller.admission.StartTurns;
import dev.backupsync.controller.status.StatusCopy;
import dev.backupsync.controller.status.StatusWriter;
import dev.backupsync.controller.status.SyncUpdateFilter;
import dev.backupsync.statemachine.Gate;
import dev.backupsync.statemachine.SyncDriver;
import dev.backupsync.vendor.Outcome;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One reconcile of a sync, for every kind: read the desired state ({@link SyncReader}), find the
 * gate, and let the driver move the sync; each decision is saved by the {@link DecisionSaver}.
 *
 * @param <S> the spec of the kind
 * @param <P> the kind
 */
final class SyncReconciliation<S extends SyncSpec, P extends CustomResource<S, SyncStatus>> {
  private static final Duration UNTIL_MENDED = Duration.ofMinutes(1);
  private static final Duration UNTIL_SEEN_AGAIN = Duration.ofSeconds(1);

  /** The wait after a start that a CRD blocks; the vendor is not called meanwhile. */
  private static final Duration CRD_RETRY = Duration.ofSeconds(30);

  private final SyncReader<S, P> syncs;
  private final RunAdmission admission;
  private final Connections connections;
  private final SyncDriver driver;
  private final CrdCheck<P, SyncStatus> crd;
  private final ReconcileBoundary boundary;
  private final RunEndListener endedRuns;
  private final CallObserver calls;
  private final InstantSource clock;
  private final DeletionHandler<S, P> deletion;
  private final DecisionSaver<S, P> saver;
  private final StartTurns startLimiter = new StartTurns();
  private final ApiServerRetries retries = new ApiServerRetries();
  private final WakeupEventSource<P> wakeups;
  private final SyncWakeups<S, P> changes;

  private SyncReconciliation(
      SpecReader<S> specs,
      StatusCopy<P, SyncStatus> copies,
      CrdCheck<P, SyncStatus> crd,
      Predicate<Target> targets,
      ExclusionRule exclusion,
      ConnectionGate connectionGate,
      SyncEnvironment environment) {
    this.crd = crd;
    this.connections = environment.connections();
    this.driver = new SyncDriver(environment.clocks(), environment.stopping());
    this.clock = environment.clocks().wall();
    var events = environment.events();
    this.deletion =
        new DeletionHandler<>(connections, connectionGate, events, environment.clocks());
    this.boundary = environment.boundary();
    this.endedRuns = environment.endedRuns();
    this.calls = environment.calls();
    this.wakeups = new WakeupEventSource<>(environment.timer(), this::gone);
    this.syncs = new SyncReader<>(specs, targets, deletion, clock);
    this.saver = new DecisionSaver<>(syncs, copies, crd, environment);
    this.changes =
        new SyncWakeups<>(wakeups, syncs, deletion, crd, connections, environment.namespaces());
    this.admission = new RunAdmission(connectionGate, connections, exclusion, wakeups::wake);
  }

  /**
   * Creates the reconciliation of one kind of sync.
   *
   * @param copies makes a copy of a sync with another status
   * @param connectionKind the kind of connection that it uses
   * @param targets whether a target belongs to this kind
   * @param exclusion what only one run at a time may use of a target
   */
  static <S extends SyncSpec, P extends CustomResource<S, SyncStatus>> SyncReconciliation<S, P> of(
      SyncEnvironment environment,
      Class<P> kind,
      StatusCopy<P, SyncStatus> copies,
      Class<? extends CustomResource<? extends ConnectionSpec, ?>> connectionKind,
      Predicate<Target> targets,
      ExclusionRule exclusion,
      SpecReader.TargetReader<S> reader) {
    var lookup =
        new ApiServerConnectionLookup(
            connectionKind, environment.client(), environment.watchedConnections());
    var connectionGate =
        new ConnectionGate(
            HasMetadata.getKind(connectionKind),
            environment.connections(),
            lookup,
            environment.watchedNamespaces(),
            environment.namespaces(),
            environment.stopping());
    return new SyncReconciliation<>(
        new SpecReader<>(reader),
        copies,
        environment.crds().ofSyncs(kind),
        targets,
        exclusion,
        connectionGate,
        environment);
  }

  UpdateControl<P> reconcile(P observed, Context<P> context) {
    return wakeups.reconcile(
        observed,
        context.getRetryInfo(),
        () ->
            boundary.cross(
                observed,
                () -> retries.reconcile(observed, () -> reconcileOnce(observed, context))));
  }

  private Requeue reconcileOnce(P observed, Context<P> context) {
    if (context.isPrimaryResourceDeleted() || deletion.isOver(observed)) {
      gone(ResourceID.fromResource(observed)); // also if this reconcile came after the deletion
      return Requeue.never();
    }
    var status = syncs.status(observed);
    try (var _ = LogContext.of(observed, status)) {
      endedRuns.found(observed, status);
      var settled = saver.retryPending(observed, context);
      var prepared = deletion.prepared(settled, context);
      var next = move(prepared, context);
      return SyncUpdateFilter.differ(prepared, settled) ? Requeue.now() : next;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        // Deleted meanwhile; a run in flight goes on without the operator. One more look, because
        // an object of the same name may be there already, and its event may have come too early.
        return Requeue.after(Stream.of(UNTIL_SEEN_AGAIN));
      }
      if (crd.refuses(e)) {
        return Requeue.after(Stream.of(UNTIL_MENDED)); // already reported; no quick retry
      }
      throw e;
    }
  }

  private Requeue move(P sync, Context<P> context) {
    var candidate = syncs.read(sync);
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS); // same time for both
    var ordinary = gate(candidate, now, context);
    var gate = observed(sync, deletion.gate(sync, candidate.status(), ordinary));
    var writer = saver.writer(sync, context);
    var wake = drive(candidate, gate, now, writer);
    var after = Objects.requireNonNullElse(writer.latest().getStatus(), candidate.status());
    admission.afterReconcile(candidate, gate, after);
    var latest = deletion.releaseFinalizer(sync, after, gate, context);
    return writer.metNews()
        ? Requeue.now()
        : Requeue.after(Stream.concat(wake.stream(), latest.stream()));
  }

  private Gate observed(P sync, Gate gate) {
    return gate instanceof Gate.Open(var vendor)
        ? new Gate.Open(calls.observed(sync, vendor))
        : gate;
  }

  /** While the CRD loses fields that a start needs, only runs that may be in flight are handled. */
  private Gate gate(RunAdmission.Candidate candidate, Instant now, Context<P> context) {
    crd.tryOnce();
    var against = crd.problem().filter(_ -> !candidate.status().mayRunAtVendor());
    if (against.isPresent()) {
      return new Gate.Closed(Reason.START_REFUSED, against.get());
    }
    return switch (admission.gate(
        candidate,
        now,
        () -> context.getPrimaryCache().list().flatMap(syncs::readIfPossible).iterator())) {
      case Gate.Open(var vendor) -> new Gate.Open(new StartBlockingBackend(vendor, this::crdBlock));
      case Gate.Closed closed -> closed;
      case Gate.Unknown unseen -> unseen;
    };
  }

  private Optional<Outcome.Deferred> crdBlock() {
    return crd.problem()
        .map(
            why ->
                new Outcome.Deferred(
                    Reason.START_REFUSED, SyncError.of("CrdTooOld", why), Optional.of(CRD_RETRY)));
  }

  private Optional<Duration> drive(
      RunAdmission.Candidate candidate,
      Gate gate,
      Instant now,
      StatusWriter<P, SyncStatus> writer) {
    if (gate instanceof Gate.Unknown && candidate.desired().invalid().isEmpty()) {
      return Optional.empty(); // the connection's first probe will wake this sync
    }
    if (!(gate instanceof Gate.Open) || !begins(candidate, now)) {
      return move(candidate, gate, now, writer);
    }
    var connection = candidate.subject().map(target -> ConnectionKey.of(target.connectionRef()));
    try (var turn = startLimiter.take(connection.orElseThrow()).orElse(null)) {
      return turn == null
          ? Optional.empty()
          : move(candidate, gate, clock.instant().truncatedTo(ChronoUnit.SECONDS), writer);
    }
  }

  /** Whether it would look at its target now, after which a start may follow. */
  private static boolean begins(RunAdmission.Candidate candidate, Instant now) {
    return candidate.status().currentState() != SyncState.SYNCHRONIZING
        && SyncDriver.wouldCall(candidate.desired(), candidate.status(), now);
  }

  private Optional<Duration> move(
      RunAdmission.Candidate candidate,
      Gate gate,
      Instant now,
      StatusWriter<P, SyncStatus> writer) {
    return driver.drive(
        candidate.desired(),
        gate,
        candidate.status(),
        now,
        decision -> saver.save(writer, decision));
  }

  List<EventSource<?, P>> eventSources(EventSourceContext<P> context) {
    changes.listen(context.getPrimaryCache());
    return List.of(wakeups);
  }

  private void gone(ResourceID sync) {
    saver.forget(sync);
    retries.forget(sync);
    connections.dropUnneeded();
    admission.leave(sync);
  }
}
