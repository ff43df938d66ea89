package dev.backupsync.controller.admission;

import dev.backupsync.api.v1alpha1.AllowedNamespaces;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.connection.ConnectionKey;
import dev.backupsync.connection.ConnectionLimits;
import dev.backupsync.connection.ConnectionState;
import dev.backupsync.connection.Connections;
import dev.backupsync.connection.RetiredClient;
import dev.backupsync.statemachine.Gate;
import dev.backupsync.statemachine.StopSignal;
import dev.backupsync.vendor.SyncBackend;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides by the connection alone whether a sync may call its vendor now. {@link RunAdmission}
 * decides by the free places as well.
 */
public final class ConnectionGate {
  private final String connectionKind;
  private final Connections connections;
  private final ConnectionLookup lookup;
  private final WatchedNamespaces watched;
  private final NamespaceLabelMatcher selection;
  private final StopSignal stopping;

  /**
   * Created once for each kind of sync.
   *
   * @param lookup used only for a connection that is not known yet
   * @param stopping once it is set, no vendor is called any more
   */
  public ConnectionGate(
      String connectionKind,
      Connections connections,
      ConnectionLookup lookup,
      WatchedNamespaces watched,
      NamespaceLabelMatcher selection,
      StopSignal stopping) {
    this.connectionKind = connectionKind;
    this.connections = connections;
    this.lookup = lookup;
    this.watched = watched;
    this.selection = selection;
    this.stopping = stopping;
  }

  Gate gate(String syncNamespace, Target target) {
    if (stopping.isStopping()) {
      return new Gate.Unknown();
    }
    var key = ConnectionKey.of(target.connectionRef());
    var state = connections.state(key);
    if (!watched.contain(key.namespace())) {
      return new Gate.Closed(
          Reason.CONNECTION_NOT_FOUND,
          "This operator does not watch namespace %s of %s %s; its option WATCH_NAMESPACES decides"
              .formatted(key.namespace(), connectionKind, key));
    }
    if (state.isEmpty()) {
      return unknown(key, syncNamespace);
    }
    if (!allows(key, syncNamespace, connections.limits(key).map(ConnectionLimits::allowed))) {
      return notForStrangers(key, syncNamespace);
    }
    return switch (state.get()) {
      case ConnectionState.Ready(_, _, _, var backend) -> new Gate.Open(backend);
      case ConnectionState.NotReady(var reason, var error, _, _) ->
          new Gate.Closed(
              Reason.CONNECTION_NOT_READY,
              "%s %s is not ready: %s: %s"
                  .formatted(
                      connectionKind,
                      key,
                      reason.word(),
                      key.namespace().equals(syncNamespace)
                          ? error.message()
                          : "its own status tells more"));
    };
  }

  /** The connection was not probed yet, or it does not exist. */
  private Gate unknown(ConnectionKey key, String syncNamespace) {
    return switch (lookup.find(key)) {
      case ConnectionLookup.Found.Connection(var allowed)
          when allows(key, syncNamespace, allowed) ->
          new Gate.Unknown();
      case ConnectionLookup.Found.Connection _ -> notForStrangers(key, syncNamespace);
      case ConnectionLookup.Found.Nothing _ when key.namespace().equals(syncNamespace) ->
          notFound(key);
      case ConnectionLookup.Found.Nothing _ -> notForStrangers(key, syncNamespace);
      case ConnectionLookup.Found.Forbidden _ ->
          new Gate.Closed(
              Reason.CONNECTION_NOT_FOUND,
              "This operator may not read namespace %s of %s %s; its role there decides"
                  .formatted(key.namespace(), connectionKind, key));
    };
  }

  private Gate notFound(ConnectionKey key) {
    return new Gate.Closed(
        Reason.CONNECTION_NOT_FOUND,
        "There is no %s %s; create it, or correct spec.connectionRef"
            .formatted(connectionKind, key));
  }

  /** The same answer whether it exists or not: other namespaces must not learn that. */
  private Gate notForStrangers(ConnectionKey key, String syncNamespace) {
    return new Gate.Closed(
        Reason.CONNECTION_NOT_ALLOWED,
        ("There is no %s %s that namespace %s may use;"
                + " where there is one, its spec.allowedNamespaces decides")
            .formatted(connectionKind, key, syncNamespace));
  }

  /**
   * The client that a run began through, if its connection is gone, was changed or no longer works;
   * only to end that run.
   *
   * @return empty also if that client no longer exists, or this namespace may not use it
   */
  public Optional<SyncBackend> formerWay(String syncNamespace, Run run) {
    var key = ConnectionKey.of(run.target().connectionRef());
    if (stopping.isStopping() || !watched.contain(key.namespace())) {
      return Optional.empty();
    }
    return connections
        .retired(key)
        .filter(former -> allows(key, syncNamespace, Optional.of(former.limits().allowed())))
        .filter(former -> began(run).filter(at -> !at.isAfter(former.since())).isPresent())
        .filter(former -> !leadsTo(key, former.url()))
        .map(RetiredClient::backend);
  }

  /** The earliest time at which this attempt may have reached the vendor. */
  private static Optional<Instant> began(Run run) {
    return Stream.of(run.acceptedTime(), run.sentTime(), run.startTime())
        .filter(Objects::nonNull)
        .findFirst();
  }

  /** Whether the connection works and leads to the same URL. */
  private boolean leadsTo(ConnectionKey key, String url) {
    return connections
        .state(key)
        .filter(
            state ->
                switch (state) {
                  case ConnectionState.Ready(_, var now, _, _) ->
                      ServerAddress.of(now).equals(ServerAddress.of(url));
                  case ConnectionState.NotReady _ -> false;
                })
        .isPresent();
  }

  private boolean allows(ConnectionKey key, String namespace, Optional<AllowedNamespaces> allowed) {
    if (key.namespace().equals(namespace)) {
      return true;
    }
    var from = allowed.map(AllowedNamespaces::from).orElse(AllowedNamespaces.From.SAME);
    return switch (Objects.requireNonNullElse(from, AllowedNamespaces.From.SAME)) {
      case SAME -> false;
      case ALL -> true;
      case SELECTOR ->
          allowed
              .map(AllowedNamespaces::selector)
              .filter(selector -> selection.matches(namespace, selector))
              .isPresent();
    };
  }
}
