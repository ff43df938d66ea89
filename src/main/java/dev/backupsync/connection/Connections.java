package dev.backupsync.connection;

import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.http.TrafficListener;
import dev.backupsync.time.Clocks;
import dev.backupsync.vendor.Probe;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The connections of one kind: one client each, opened when spec or Secret change, closed when the
 * connection is gone, and the result of the last probe, which opens or closes the gate for all its
 * syncs.
 */
public final class Connections implements AutoCloseable {
  private final Map<ConnectionKey, Kept> kept = new ConcurrentHashMap<>();
  private final List<Consumer<ConnectionKey>> onChange = new CopyOnWriteArrayList<>();
  private final List<Consumer<ConnectionKey>> onTrouble = new CopyOnWriteArrayList<>();
  private final Clocks clocks;
  private final TrafficListener metrics;
  private final RetiredClients retired;
  private volatile Predicate<ConnectionKey> needed = _ -> false;

  /**
   * Starts with no connection.
   *
   * @param metrics called for all traffic
   */
  public Connections(Clocks clocks, TrafficListener metrics) {
    this(clocks, metrics, RetiredClients.LONGEST);
  }

  Connections(Clocks clocks, TrafficListener metrics, Duration longestRetired) {
    this.clocks = clocks;
    this.metrics = metrics;
    this.retired = new RetiredClients(longestRetired);
  }

  /**
   * What is kept for one connection.
   *
   * @param url where it led when it could last be used
   */
  private record Kept(
      Optional<MonitoredClient> client,
      ConnectionState state,
      Optional<String> url,
      ConnectionLimits limits,
      Duration interval,
      int failures) {

    Kept on(ConnectionLimits limits, Duration interval) {
      return new Kept(client, state, url, limits, interval, failures);
    }

    boolean tellsSyncsTheSameAs(Kept other) {
      return client.equals(other.client)
          && limits.equals(other.limits)
          && switch (state) {
            case ConnectionState.Ready _ -> other.state instanceof ConnectionState.Ready;
            case ConnectionState.NotReady(var reason, var error, _, _) ->
                other.state instanceof ConnectionState.NotReady(var r, var e, _, _)
                    && r == reason
                    && e.message().equals(error.message());
          };
    }
  }

  /** Calls the listener when a connection becomes ready or stops being ready. */
  public void onChange(Consumer<ConnectionKey> listener) {
    onChange.add(listener);
  }

  /** Calls the listener when a call through a connection failed, so that it should be reviewed. */
  public void onTrouble(Consumer<ConnectionKey> listener) {
    onTrouble.add(listener);
  }

  /**
   * Keeps a client for a while after its connection stopped using it, if a sync may need it to stop
   * a run.
   *
   * @param needed whether a run through a connection may have to be stopped
   */
  public void keepRetiredWhile(Predicate<ConnectionKey> needed) {
    this.needed = needed;
  }

  /** A sync that may have needed a retired client is gone. */
  public void dropUnneeded() {
    retired.keepOnly(needed);
  }

  /** The last working client that a connection no longer uses; kept only for a short time. */
  public Optional<RetiredClient> retired(ConnectionKey key) {
    return retired.find(key);
  }

  /**
   * Updates a connection's client to its configuration, and probes it if that is due. Blocks for as
   * long as a probe takes; called by one thread at a time for one connection.
   */
  public ConnectionState review(
      ConnectionKey key, ClientConfig config, Duration probeInterval, ConnectionLimits limits) {
    return review(key, config, probeInterval, limits, Optional.empty());
  }

  /**
   * Does the same if an earlier process may have been refused.
   *
   * @param refusal the refusal that the earlier process got with the present configuration; a
   *     password that was refused is not sent again at every restart, which would lock the account
   */
  public ConnectionState review(
      ConnectionKey key,
      ClientConfig config,
      Duration probeInterval,
      ConnectionLimits limits,
      Optional<ConnectionState.NotReady> refusal) {
    var before = Optional.ofNullable(kept.get(key));
    var after =
        switch (config) {
          case ClientConfig.Unusable(var reason, var error) ->
              unusable(reason, error, before, probeInterval, limits);
          case ClientConfig.Usable usable ->
              openedAndProbed(key, usable, before, probeInterval, limits, refusal);
        };
    var left = before.filter(was -> !was.client.equals(after.client));
    left.ifPresent(was -> keepIfNeeded(key, was)); // before any reader can miss it
    kept.put(key, after);
    retired.on(key, limits);
    left.ifPresent(was -> retire(key, was));
    if (before.filter(after::tellsSyncsTheSameAs).isEmpty()) {
      onChange.forEach(listener -> listener.accept(key));
    }
    return after.state;
  }

  /** A client that never worked does not replace one that did. */
  private void keepIfNeeded(ConnectionKey key, Kept was) {
    var worked = was.client.filter(MonitoredClient::hasWorked);
    if (worked.isEmpty()) {
      return;
    }
    if (needed.test(key)) {
      var backend = worked.get().vendorClient().backend();
      var retiring =
          new RetiredClient(backend, was.url.orElse(""), was.limits, clocks.wall().instant());
      retired.keep(key, worked.get(), retiring);
    } else {
      retired.drop(key);
    }
  }

  private void retire(ConnectionKey key, Kept was) {
    was.client.filter(client -> !retired.holds(key, client)).ifPresent(MonitoredClient::retire);
  }

  private Kept openedAndProbed(
      ConnectionKey key,
      ClientConfig.Usable plan,
      Optional<Kept> before,
      Duration interval,
      ConnectionLimits limits,
      Optional<ConnectionState.NotReady> refusal) {
    var same = before.filter(k -> k.client.filter(c -> c.madeFrom(plan)).isPresent());
    var due = same.map(k -> ProbeSchedule.due(k.state, interval, k.failures, troubled(k), clocks));
    if (due.isPresent() && !due.get()) {
      return same.get().on(limits, interval);
    }
    MonitoredClient client;
    try {
      client = same.flatMap(Kept::client).orElseGet(() -> open(key, plan));
    } catch (IllegalArgumentException e) { // a CA bundle or certificate that cannot be read
      var what = Objects.requireNonNullElse(e.getMessage(), "A setting cannot be used");
      var error = SyncError.of(ConnectionReason.INVALID_SPEC.word(), what, "Correct the PEM text.");
      return unusable(ConnectionReason.INVALID_SPEC, error, before, interval, limits);
    }
    var stands =
        refusal.filter(
            no -> before.isEmpty() && !ProbeSchedule.due(no, interval, 1, false, clocks));
    if (stands.isPresent()) {
      var url = Optional.of(plan.url());
      return new Kept(Optional.of(client), stands.get(), url, limits, interval, 1);
    }
    return probed(client, plan, same.map(Kept::failures).orElse(0), interval, limits);
  }

  /** A problem that may go away without an event is reviewed again, as after a failed probe. */
  private Kept unusable(
      ConnectionReason reason,
      SyncError error,
      Optional<Kept> before,
      Duration interval,
      ConnectionLimits limits) {
    var tried =
        reason == ConnectionReason.ACCESS_DENIED
            ? Optional.of(clocks.now())
            : Optional.<Clocks.Moment>empty();
    var state = new ConnectionState.NotReady(reason, error, Optional.empty(), tried);
    return new Kept(Optional.empty(), state, before.flatMap(Kept::url), limits, interval, 1);
  }

  private Kept probed(
      MonitoredClient client,
      ClientConfig.Usable plan,
      int failuresBefore,
      Duration interval,
      ConnectionLimits limits) {
    var found = client.vendorClient().probe();
    client.probed(found instanceof Probe.Connected);
    var now = clocks.now();
    var url = Optional.of(plan.url());
    return switch (found) {
      case Probe.Connected connected ->
          new Kept(
              Optional.of(client),
              new ConnectionState.Ready(
                  connected, plan.url(), now, client.vendorClient().backend()),
              url,
              limits,
              interval,
              0);
      case Probe.NotConnected(var reason, var error) ->
          new Kept(
              Optional.of(client),
              new ConnectionState.NotReady(reason, error, url, Optional.of(now)),
              url,
              limits,
              interval,
              failuresBefore + 1);
    };
  }

  private MonitoredClient open(ConnectionKey key, ClientConfig.Usable plan) {
    return MonitoredClient.open(
        plan, metrics, () -> onTrouble.forEach(listener -> listener.accept(key)));
  }

  private static boolean troubled(Kept kept) {
    return kept.client.filter(MonitoredClient::isTroubled).isPresent();
  }

  /** When a connection has to be reviewed next; empty if only a change can help. */
  public Optional<Duration> untilReview(ConnectionKey key) {
    return Optional.ofNullable(kept.get(key))
        .flatMap(k -> ProbeSchedule.until(k.state, k.interval, k.failures, troubled(k), clocks))
        .map(wait -> wait.isNegative() ? Duration.ZERO : wait);
  }

  /** The connection's state; empty before its first review, and once it is gone. */
  public Optional<ConnectionState> state(ConnectionKey key) {
    return Optional.ofNullable(kept.get(key)).map(Kept::state);
  }

  /** The states of all connections that were reviewed. */
  public Map<ConnectionKey, ConnectionState> states() {
    return kept.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().state()));
  }

  /** Where a connection leads, or led when it could last be used; empty if it never could. */
  public Optional<String> url(ConnectionKey key) {
    return Optional.ofNullable(kept.get(key)).flatMap(Kept::url);
  }

  /** The limits for syncs that use a connection; empty if the connection is not known. */
  public Optional<ConnectionLimits> limits(ConnectionKey key) {
    return Optional.ofNullable(kept.get(key)).map(Kept::limits);
  }

  /** The connection is gone; its syncs are notified. */
  public void forget(ConnectionKey key) {
    var left = Optional.ofNullable(kept.get(key));
    left.ifPresent(was -> keepIfNeeded(key, was));
    kept.remove(key);
    left.ifPresent(was -> retire(key, was));
    onChange.forEach(listener -> listener.accept(key));
  }

  @Override
  public void close() {
    kept.values().forEach(k -> k.client.ifPresent(MonitoredClient::retire));
    kept.clear();
    retired.close();
  }
}
