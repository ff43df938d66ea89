package dev.backupsync.controller;

import dev.backupsync.api.v1alpha1.AllowedNamespaces;
import dev.backupsync.api.v1alpha1.ConnectionOptions;
import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.api.v1alpha1.ConnectionSpec;
import dev.backupsync.api.v1alpha1.ConnectionStatus;
import dev.backupsync.api.v1alpha1.Defaults;
import dev.backupsync.api.v1alpha1.DurationBounds;
import dev.backupsync.api.v1alpha1.SpecErrors;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.connection.ClientConfig;
import dev.backupsync.connection.ConnectionKey;
import dev.backupsync.connection.ConnectionLimits;
import dev.backupsync.connection.ConnectionReader;
import dev.backupsync.connection.ConnectionState;
import dev.backupsync.connection.Connections;
import dev.backupsync.connection.WatchedSecretSource;
import dev.backupsync.controller.status.ConnectionStatuses;
import dev.backupsync.controller.status.Events;
import dev.backupsync.controller.status.StatusCopy;
import dev.backupsync.controller.status.StatusWriter;
import dev.backupsync.time.Clocks;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reconcile of a connection, for every kind: read it, review it, write its state to status.
 *
 * @param <C> the kind
 */
final class ConnectionReconciliation<
    C extends CustomResource<? extends ConnectionSpec, ConnectionStatus>> {
  private static final Logger log = LoggerFactory.getLogger(ConnectionReconciliation.class);

  private final ConnectionReader<C> reader;
  private final Connections connections;
  private final WatchedSecretSource secrets;
  private final StatusCopy<C, ConnectionStatus> copies;
  private final CrdCheck<C, ConnectionStatus> crd;
  private final ReconcileBoundary boundary;
  private volatile Optional<IndexerResourceCache<C>> cache = Optional.empty();
  private final ApiServerRetries retries = new ApiServerRetries();
  private final Events events;
  private final Clocks clocks;
  private final WakeupEventSource<C> wakeups;

  ConnectionReconciliation(
      ConnectionReader<C> reader,
      Connections connections,
      WatchedSecretSource secrets,
      StatusCopy<C, ConnectionStatus> copies,
      CrdCheck<C, ConnectionStatus> crd,
      Events events,
      ReconcileBoundary boundary,
      WakeTimer timer,
      Clocks clocks) {
    this.reader = reader;
    this.copies = copies;
    this.crd = crd;
    this.events = events;
    this.boundary = boundary;
    this.connections = connections;
    this.secrets = secrets;
    this.clocks = clocks;
    this.wakeups = new WakeupEventSource<>(timer, this::forget);
  }

  UpdateControl<C> reconcile(C connection, Context<C> context) {
    return wakeups.reconcile(
        connection,
        context.getRetryInfo(),
        () ->
            boundary.cross(
                connection, () -> retries.reconcile(connection, () -> look(connection, context))));
  }

  private Requeue look(C connection, Context<C> context) {
    var key = ConnectionKey.of(connection);
    try (var _ = LogContext.of(connection)) {
      crd.tryOnce();
      var before = Objects.requireNonNullElse(connection.getStatus(), ConnectionStatus.NEW);
      var reviewed = review(key, connection, before);
      var state = reviewed.verdict();
      var id = ResourceID.fromResource(connection);
      if (context.getPrimaryCache().get(id).isEmpty()) {
        forget(id); // once more: it was deleted during the review, which may have opened a client
        return Requeue.never();
      }
      var writer = new StatusWriter<>(connection, copies, context);
      var after =
          ConnectionStatuses.of(
              connection, before, state, reviewed.secretVersion(), clocks.wall().instant());
      if (writer.save(after)) {
        crd.compare(after, writer.latest().getStatus());
        tell(writer.latest(), before, after, state);
      }
      if (writer.metNews()) {
        return Requeue.now();
      }
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
    }
    return Requeue.after(connections.untilReview(key).stream());
  }

  /** The same trouble in other words is a line of the log, but no event. */
  private void tell(
      C connection, ConnectionStatus before, ConnectionStatus after, ConnectionState state) {
    if (ConnectionStatuses.isTransition(before, after)) {
      events.tell(connection, state);
    } else if (!Objects.equals(before.error(), after.error())
        && state instanceof ConnectionState.NotReady(var reason, var error, _, _)) {
      log.warn("{}: {}", reason.word(), error.message());
    }
  }

  /** The configuration that was read from a spec, and the version of the Secrets that were used. */
  private record Reading(ClientConfig plan, String secretVersion) {}

  private record Reviewed(ConnectionState verdict, String secretVersion) {}

  private Reviewed review(ConnectionKey key, C connection, ConnectionStatus before) {
    var errors = new SpecErrors();
    Optional.ofNullable(connection.getSpec())
        .map(ConnectionSpec::unread)
        .ifPresent(errors::rejectAll);
    var options = options(connection);
    var interval =
        errors.duration(
            "spec.probeInterval",
            options.probeInterval(),
            Defaults.duration(Defaults.PROBE_INTERVAL),
            DurationBounds.PROBE_INTERVAL);
    var read =
        errors
            .toError()
            .<ClientConfig>map(
                error -> new ClientConfig.Unusable(ConnectionReason.INVALID_SPEC, error))
            .map(config -> new Reading(config, ""))
            .orElseGet(() -> read(key, connection));
    var version = read.secretVersion();
    var refusal = ConnectionStatuses.refusal(connection, before, version, clocks);
    var state = connections.review(key, read.plan(), interval, limits(options), refusal);
    return new Reviewed(state, version);
  }

  private Reading read(ConnectionKey key, C connection) {
    try {
      return secrets.read(
          key,
          given -> {
            var config = reader.read(connection, given);
            return new Reading(config, given.secretVersion());
          });
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        var error =
            SyncError.of(
                ConnectionReason.ACCESS_DENIED.word(),
                "The operator may not read the Secret or ConfigMap of this connection",
                "Let the operator's ServiceAccount list and watch it.");
        return new Reading(new ClientConfig.Unusable(ConnectionReason.ACCESS_DENIED, error), "");
      }
      throw e;
    }
  }

  private ConnectionLimits limits(ConnectionOptions options) {
    return new ConnectionLimits(
        Objects.requireNonNullElse(
            options.allowedNamespaces(), new AllowedNamespaces(AllowedNamespaces.From.SAME, null)),
        Math.max(
            1,
            Objects.requireNonNullElse(options.maxConcurrentSyncs(), reader.defaultConcurrency())));
  }

  /**
   * Wakes a connection when its Secret changes or a call through it fails, and notices its
   * deletion.
   */
  List<EventSource<?, C>> eventSources(EventSourceContext<C> context) {
    cache = Optional.of(context.getPrimaryCache());
    secrets.onChange(key -> wakeups.wake(new ResourceID(key.name(), key.namespace())));
    connections.onTrouble(key -> wakeups.wake(new ResourceID(key.name(), key.namespace())));
    return List.of(wakeups);
  }

  /** What the watch knows of a connection; empty if it does not know it. */
  Optional<ConnectionOptions> watched(ConnectionKey key) {
    var id = new ResourceID(key.name(), key.namespace());
    return cache.flatMap(all -> all.get(id)).map(ConnectionReconciliation::options);
  }

  private static ConnectionOptions options(CustomResource<? extends ConnectionSpec, ?> connection) {
    return Optional.ofNullable(connection.getSpec())
        .map(ConnectionSpec::options)
        .orElse(ConnectionOptions.NONE);
  }

  private void forget(ResourceID id) {
    var key = new ConnectionKey(id.getNamespace().orElse(""), id.getName());
    retries.forget(id);
    secrets.release(key);
    connections.forget(key);
  }
}
