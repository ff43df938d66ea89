package dev.backupsync.controller;

import dev.backupsync.api.v1alpha1.ConnectionSpec;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncSpec;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.connection.ConnectionKey;
import dev.backupsync.connection.Connections;
import dev.backupsync.connection.FatalErrors;
import dev.backupsync.controller.admission.Admission;
import dev.backupsync.controller.admission.ConnectionGate;
import dev.backupsync.controller.admission.ConnectionLookup;
import dev.backupsync.controller.admission.LockKey;
import dev.backupsync.controller.admission.StartLimiter;
import dev.backupsync.controller.status.Events;
import dev.backupsync.controller.status.PendingStatusWrites;
import dev.backupsync.controller.status.StatusCopy;
import dev.backupsync.controller.status.StatusWriter;
import dev.backupsync.controller.status.SyncConditions;
import dev.backupsync.controller.status.SyncUpdateFilter;
import dev.backupsync.operation.Decision;
import dev.backupsync.operation.Gate;
import dev.backupsync.operation.StatusSanitizer;
import dev.backupsync.operation.SyncDriver;
import dev.backupsync.operation.VendorCall;
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
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One reconcile of a sync, for every kind: read the desired state, find the gate, let the driver
 * move the sync, save and report its decisions.
 *
 * @param <S> the spec of the kind
 * @param <P> the kind
 */
final class SyncReconciliation<S extends SyncSpec, P extends CustomResource<S, SyncStatus>> {
  private static final String BY_CONNECTION = "connection";
  private static final Duration UNTIL_MENDED = Duration.ofMinutes(1);

  private final SpecReader<S> specs;
  private final Predicate<Target> targets;
  private final Admission admission;
  private final Connections connections;
  private final NamespaceLabels labels;
  private final SyncDriver driver;
  private final CrdCheck<P, SyncStatus> crd;
  private final Events events;
  private final ReconcileBoundary boundary;
  private final RunListener runs;
  private final InstantSource clock;
  private final OtherOperators others;
  private final DeletionHandler<S, P> deletion;
  private final StatusCopy<P, SyncStatus> copies;
  private final PendingStatusWrites<P> pendingWrites;
  private final StartLimiter startLimiter = new StartLimiter();
  private final ApiServerRetries retries = new ApiServerRetries();
  private final WakeupEventSource<P> wakeups;

  private SyncReconciliation(
      SpecReader<S> specs,
      StatusCopy<P, SyncStatus> copies,
      CrdCheck<P, SyncStatus> crd,
      Predicate<Target> targets,
      Function<Target, LockKey> exclusives,
      ConnectionGate connectionGate,
      SyncEnvironment environment) {
    this.specs = specs;
    this.copies = copies;
    this.pendingWrites = new PendingStatusWrites<>(copies);
    this.crd = crd;
    this.targets = targets;
    this.connections = environment.connections();
    this.labels = environment.namespaces();
    this.driver = new SyncDriver(environment.clocks(), environment.stopping());
    this.clock = environment.clocks().wall();
    this.events = new Events(environment.events(), clock);
    this.deletion =
        new DeletionHandler<>(connections, connectionGate, events, environment.clocks());
    this.boundary = environment.boundary();
    this.runs = environment.runs();
    this.wakeups = new WakeupEventSource<>(environment.timer(), this::gone);
    this.others = environment.others();
    this.admission = new Admission(connectionGate, connections, exclusives, wakeups::wake);
  }

  /**
   * Creates the reconciliation of one kind of sync.
   *
   * @param copies makes a copy of a sync with another status
   * @param connectionKind the kind of connection that it uses
   * @param targets whether a target belongs to this kind
   * @param exclusives what only one run at a time may use of a target
   */
  static <S extends SyncSpec, P extends CustomResource<S, SyncStatus>> SyncReconciliation<S, P> of(
      SyncEnvironment environment,
      Class<P> kind,
      StatusCopy<P, SyncStatus> copies,
      Class<? extends CustomResource<? extends ConnectionSpec, ?>> connectionKind,
      Predicate<Target> targets,
      Function<Target, LockKey> exclusives,
      SpecReader.TargetReader<S> reader) {
    var lookup = new ConnectionLookup(environment.client(), environment.watchedConnections());
    var connectionGate =
        new ConnectionGate(
            HasMetadata.getKind(connectionKind),
            environment.connections(),
            key -> lookup.find(connectionKind, key),
            environment.watched(),
            environment.namespaces()::match,
            environment.stopping());
    return new SyncReconciliation<>(
        new SpecReader<>(reader),
        copies,
        environment.crds().ofSyncs(kind),
        targets,
        exclusives,
        connectionGate,
        environment);
  }

  UpdateControl<P> reconcile(P observed, Context<P> context) {
    return wakeups.look(
        observed,
        context.getRetryInfo(),
        () ->
            boundary.cross(
                observed, () -> retries.reconcile(observed, () -> look(observed, context))));
  }

  private NextLook look(P observed, Context<P> context) {
    if (context.isPrimaryResourceDeleted() || deletion.isOver(observed)) {
      gone(ResourceID.fromResource(observed)); // also if this reconcile came after the deletion
      return NextLook.never();
    }
    var status = status(observed);
    try (var _ = LogContext.of(observed, status)) {
      var settled = pendingWrites.settle(observed, context, this::save);
      var prepared = deletion.prepared(settled, context);
      var next = move(prepared, context);
      return SyncUpdateFilter.differ(prepared, settled) ? NextLook.now() : next;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return NextLook.after(
            Stream.empty()); // deleted meanwhile; a run in flight goes on without the operator
      }
      if (crd.refuses(e)) {
        return NextLook.after(Stream.of(UNTIL_MENDED)); // already reported; no quick retry
      }
      throw e;
    }
  }

  private NextLook move(P sync, Context<P> context) {
    var candidate = candidate(sync);
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS); // same time for both
    var ordinary = gate(candidate, now, context);
    var gate = deletion.gate(sync, candidate.status(), ordinary);
    var writer = new StatusWriter<>(sync, copies, context);
    var wake = drive(candidate, gate, now, writer);
    var after = Objects.requireNonNullElse(writer.latest().getStatus(), candidate.status());
    admission.settle(candidate, gate, after);
    var latest = deletion.releaseFinalizer(sync, after, gate, context);
    return writer.metNews()
        ? NextLook.now()
        : NextLook.after(Stream.concat(wake.stream(), latest.stream()));
  }

  /** While the CRD loses fields that a start needs, only runs that may be in flight are handled. */
  private Gate gate(Admission.Candidate candidate, Instant now, Context<P> context) {
    crd.tryOnce();
    var against = crd.problem().filter(_ -> !candidate.status().mayRunAtVendor());
    if (against.isPresent()) {
      return new Gate.Closed(Reason.START_REFUSED, against.get());
    }
    return switch (admission.gate(candidate, now, () -> everySync(context))) {
      case Gate.Open(var vendor) -> new Gate.Open(new StartsHeldBack(vendor, crd::problem));
      case Gate.Closed closed -> closed;
      case Gate.Unknown unseen -> unseen;
    };
  }

  private Optional<Duration> drive(
      Admission.Candidate candidate, Gate gate, Instant now, StatusWriter<P, SyncStatus> writer) {
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
  private static boolean begins(Admission.Candidate candidate, Instant now) {
    return candidate.status().currentState() != SyncState.SYNCHRONIZING
        && SyncDriver.wouldCall(candidate.desired(), candidate.status(), now);
  }

  private Optional<Duration> move(
      Admission.Candidate candidate, Gate gate, Instant now, StatusWriter<P, SyncStatus> writer) {
    return driver.drive(
        candidate.desired(), gate, candidate.status(), now, decision -> save(writer, decision));
  }

  private Iterator<Admission.Candidate> everySync(Context<P> context) {
    return context.getPrimaryCache().list().flatMap(this::readable).iterator();
  }

  /** A sync that cannot be read is skipped, so that the others are admitted. */
  private Stream<Admission.Candidate> readable(P sync) {
    var read = new ArrayList<Admission.Candidate>(1);
    FatalErrors.guard(
        "Reading sync " + ResourceID.fromResource(sync), () -> read.add(candidate(sync)));
    return read.stream();
  }

  private void save(StatusWriter<P, SyncStatus> writer, Decision decision) {
    var before = Objects.requireNonNullElse(writer.latest().getStatus(), SyncStatus.NEW);
    var told = SyncConditions.on(decision.status(), before.knownConditions(), clock.instant());
    var next = others.signed(told, before);
    var starts = decision.call() instanceof VendorCall.Start;
    LogContext.follow(next);
    if (starts ? writer.saveUnlessChanged(next) : saveOrKeep(writer, decision, next)) {
      crd.compare(next, writer.latest().getStatus());
      next.knownLastRun().filter(run -> !run.equals(before.lastRun())).ifPresent(runs::ended);
      decision.events().forEach(event -> events.tell(writer.latest(), event));
    }
  }

  private boolean saveOrKeep(
      StatusWriter<P, SyncStatus> writer, Decision decision, SyncStatus next) {
    try {
      return saved(writer, next);
    } catch (KubernetesClientException e) {
      if (decision.call() instanceof VendorCall.None) {
        pendingWrites.keep(writer.latest(), decision);
      }
      throw e;
    }
  }

  /** CRDs of 0.1 have a fixed list of the reasons in status; conditions accept any reason. */
  private boolean saved(StatusWriter<P, SyncStatus> writer, SyncStatus next) {
    try {
      return writer.save(next);
    } catch (KubernetesClientException e) {
      if (!crd.refuses(e)) {
        throw e;
      }
      return writer.save(next.withReason(null));
    }
  }

  /** Wakes the syncs of a connection when that changes, and all syncs when their CRD does. */
  List<EventSource<?, P>> eventSources(EventSourceContext<P> context) {
    var cache = context.getPrimaryCache();
    cache.addIndexers(Map.of(BY_CONNECTION, this::connectionsOf));
    connections.onChange(
        key ->
            FatalErrors.guard(
                "Waking the syncs of connection " + key,
                () -> cache.byIndex(BY_CONNECTION, key.toString()).forEach(this::wake)));
    crd.onMended(() -> cache.list().forEach(this::wake));
    connections.keepRetiredWhile(
        key ->
            cache.byIndex(BY_CONNECTION, key.toString()).stream()
                .anyMatch(sync -> deletion.stopsRun(sync, status(sync))));
    labels.onChange(
        namespace ->
            FatalErrors.guard(
                "Waking the syncs of namespace " + namespace,
                () -> cache.list(namespace).forEach(this::wake)));
    return List.of(wakeups);
  }

  private Admission.Candidate candidate(P sync) {
    return new Admission.Candidate(
        ResourceID.fromResource(sync), deletion.desired(sync, specs.read(sync)), status(sync));
  }

  private SyncStatus status(P sync) {
    return StatusSanitizer.status(sync.getStatus(), targets, clock.instant());
  }

  private void gone(ResourceID sync) {
    pendingWrites.forget(sync);
    retries.forget(sync);
    connections.dropUnneeded();
    admission.leave(sync);
  }

  private void wake(P sync) {
    wakeups.wake(ResourceID.fromResource(sync));
  }

  /**
   * Called by the watch itself: an exception about one unreadable sync would end the watch for all.
   */
  private List<String> connectionsOf(P sync) {
    var found = new ArrayList<String>();
    FatalErrors.guard(
        "Reading the connection of sync " + ResourceID.fromResource(sync),
        () -> {
          var pinned = status(sync).knownRun().map(Run::target).stream();
          Stream.concat(specs.read(sync).target().stream(), pinned)
              .map(target -> ConnectionKey.of(target.connectionRef()).toString())
              .distinct()
              .forEach(found::add);
        });
    return found;
  }
}
