package dev.backupsync.controller;

import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncSpec;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.connection.ConnectionKey;
import dev.backupsync.connection.Connections;
import dev.backupsync.connection.Survival;
import dev.backupsync.operation.Effect;
import dev.backupsync.operation.Gate;
import dev.backupsync.operation.Plausible;
import dev.backupsync.operation.SyncDriver;
import dev.backupsync.operation.Transition;
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
 * One reconcile of a sync, for every kind: read the wish, find the gate, let the driver move it,
 * save and tell what it decides.
 *
 * @param <S> the spec of the kind
 * @param <P> the kind
 */
final class SyncReconciliation<S extends SyncSpec, P extends CustomResource<S, SyncStatus>> {
  private static final String BY_CONNECTION = "connection";

  private final WishReader<S> wishes;
  private final Predicate<Target> targets;
  private final Entrance entrance;
  private final Connections connections;
  private final Namespaces namespaces;
  private final SyncDriver driver;
  private final Events events;
  private final Border border;
  private final RunListener runs;
  private final InstantSource clock;
  private final Farewell<S, P> farewell;
  private final Unsaved<P> unsaved = new Unsaved<>();
  private final Wakeups<P> wakeups;

  private SyncReconciliation(
      WishReader<S> wishes,
      Predicate<Target> targets,
      Function<Target, Exclusive> exclusives,
      Gates gates,
      SyncEnvironment environment) {
    this.wishes = wishes;
    this.targets = targets;
    this.connections = environment.connections();
    this.namespaces = environment.namespaces();
    this.farewell = new Farewell<>(connections);
    this.driver = new SyncDriver(environment.clocks(), environment.stopping());
    this.clock = environment.clocks().wall();
    this.events = new Events(environment.events(), clock);
    this.border = environment.border();
    this.runs = environment.runs();
    this.wakeups = new Wakeups<>(environment.timer(), this::gone);
    this.entrance = new Entrance(gates, connections, exclusives);
  }

  /**
   * For one kind of sync.
   *
   * @param connectionKind the kind that it goes through
   * @param targets whether a target is one of this kind
   * @param exclusives what of a target only one run at a time may have
   */
  static <S extends SyncSpec, P extends CustomResource<S, SyncStatus>> SyncReconciliation<S, P> of(
      SyncEnvironment environment,
      Class<? extends HasMetadata> connectionKind,
      Predicate<Target> targets,
      Function<Target, Exclusive> exclusives,
      WishReader.TargetReader<S> reader) {
    var cluster = new Cluster(environment.client());
    var gates =
        new Gates(
            HasMetadata.getKind(connectionKind),
            environment.connections(),
            key -> cluster.has(connectionKind, key),
            environment.watched(),
            environment.namespaces()::match,
            environment.stopping());
    return new SyncReconciliation<>(
        new WishReader<>(reader), targets, exclusives, gates, environment);
  }

  UpdateControl<P> reconcile(P observed, Context<P> context) {
    return wakeups.look(
        observed,
        context.getRetryInfo(),
        () -> border.cross(observed, () -> look(observed, context)));
  }

  private NextLook look(P observed, Context<P> context) {
    if (context.isPrimaryResourceDeleted() || farewell.isOver(observed)) {
      gone(ResourceID.fromResource(observed)); // also where a reconcile overtook its deletion
      return NextLook.never();
    }
    var status = status(observed);
    runs.seen(observed, status);
    try (var _ = LogContext.of(observed, status)) {
      var settled = unsaved.settle(observed, context, this::save);
      var prepared = farewell.prepared(settled, context);
      var next = move(prepared, context);
      return SyncChange.differ(prepared, settled) ? NextLook.now() : next;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return NextLook.after(
            Stream.empty()); // deleted meanwhile; a run in flight goes on without us
      }
      throw e;
    }
  }

  private NextLook move(P sync, Context<P> context) {
    var candidate = candidate(sync);
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS); // for both: what is due is let in
    var gate = entrance.gate(candidate, now, () -> everySync(context));
    var writer = new StatusWriter<>(sync, context);
    var wake = drive(candidate, gate, now, writer);
    var after = Objects.requireNonNullElse(writer.latest().getStatus(), candidate.status());
    entrance.settle(candidate, gate, after, wakeups::wake);
    var latest = farewell.letGo(sync, after, gate, context, clock.instant());
    return writer.metNews()
        ? NextLook.now()
        : NextLook.after(Stream.concat(wake.stream(), latest.stream()));
  }

  private Optional<Duration> drive(
      Entrance.Candidate candidate, Gate gate, Instant now, StatusWriter<P, SyncStatus> writer) {
    if (gate instanceof Gate.Unseen && candidate.wish().invalid().isEmpty()) {
      return Optional.empty(); // the connection's first probe wakes us
    }
    return driver.drive(
        candidate.wish(), gate, candidate.status(), now, step -> save(writer, step));
  }

  private Iterator<Entrance.Candidate> everySync(Context<P> context) {
    return context.getPrimaryCache().list().map(this::candidate).iterator();
  }

  private void save(StatusWriter<P, SyncStatus> writer, Transition step) {
    var before = Objects.requireNonNullElse(writer.latest().getStatus(), SyncStatus.NEW);
    var next = SyncConditions.on(step.status(), before.knownConditions(), clock.instant());
    var licence = step.effect() instanceof Effect.Start;
    LogContext.follow(next);
    if (licence ? writer.saveUnlessChanged(next) : saveOrKeep(writer, step, next)) {
      runs.seen(writer.latest(), next);
      next.knownLastRun().filter(run -> !run.equals(before.lastRun())).ifPresent(runs::ended);
      step.notices().forEach(notice -> events.tell(writer.latest(), notice));
    }
  }

  private boolean saveOrKeep(StatusWriter<P, SyncStatus> writer, Transition step, SyncStatus next) {
    try {
      return writer.save(next);
    } catch (KubernetesClientException e) {
      if (step.effect() instanceof Effect.None) {
        unsaved.keep(writer.latest(), step);
      }
      throw e;
    }
  }

  /** Wakes the syncs of a connection when that changes. */
  List<EventSource<?, P>> eventSources(EventSourceContext<P> context) {
    var cache = context.getPrimaryCache();
    cache.addIndexers(Map.of(BY_CONNECTION, this::connectionsOf));
    connections.onChange(
        key ->
            Survival.guard(
                "Waking the syncs of connection " + key,
                () -> cache.byIndex(BY_CONNECTION, key.toString()).forEach(this::wake)));
    namespaces.onChange(
        namespace ->
            Survival.guard(
                "Waking the syncs of namespace " + namespace,
                () -> cache.list(namespace).forEach(this::wake)));
    return List.of(wakeups);
  }

  private Entrance.Candidate candidate(P sync) {
    return new Entrance.Candidate(
        ResourceID.fromResource(sync), farewell.wish(sync, wishes.read(sync)), status(sync));
  }

  private SyncStatus status(P sync) {
    return Plausible.status(sync.getStatus(), targets, clock.instant());
  }

  private void gone(ResourceID sync) {
    runs.gone(sync);
    unsaved.forget(sync);
    entrance.leave(sync, wakeups::wake);
  }

  private void wake(P sync) {
    wakeups.wake(ResourceID.fromResource(sync));
  }

  /** Asked by the watch itself, which one sync that cannot be read must not end for all. */
  private List<String> connectionsOf(P sync) {
    var found = new ArrayList<String>();
    Survival.guard(
        "Reading the connection of sync " + ResourceID.fromResource(sync),
        () -> {
          var pinned = status(sync).knownRun().map(Run::target).stream();
          Stream.concat(wishes.read(sync).target().stream(), pinned)
              .map(target -> ConnectionKey.of(target.connectionRef()).toString())
              .distinct()
              .forEach(found::add);
        });
    return found;
  }
}
