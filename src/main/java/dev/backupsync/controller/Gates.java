package dev.backupsync.controller;

import dev.backupsync.api.v1alpha1.AllowedNamespaces;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.connection.ConnectionKey;
import dev.backupsync.connection.ConnectionTerms;
import dev.backupsync.connection.Connections;
import dev.backupsync.connection.Verdict;
import dev.backupsync.operation.Gate;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Decides whether a sync may call the vendor behind its connection now. */
final class Gates {
  private final String connectionKind;
  private final Connections connections;
  private final Predicate<ConnectionKey> exists;
  private final Predicate<String> watched;
  private final BiPredicate<String, LabelSelector> labels;
  private final BooleanSupplier stopping;

  /**
   * Made once for each kind of sync.
   *
   * @param exists whether the API server has the connection; asked only where it is not known yet
   * @param watched whether the operator watches a namespace
   * @param labels whether a namespace has labels that match a selector
   * @param stopping true once the operator is told to stop: no vendor is called any more
   */
  Gates(
      String connectionKind,
      Connections connections,
      Predicate<ConnectionKey> exists,
      Predicate<String> watched,
      BiPredicate<String, LabelSelector> labels,
      BooleanSupplier stopping) {
    this.connectionKind = connectionKind;
    this.connections = connections;
    this.exists = exists;
    this.watched = watched;
    this.labels = labels;
    this.stopping = stopping;
  }

  Gate gate(String syncNamespace, Target target) {
    if (stopping.getAsBoolean()) {
      return new Gate.Unseen();
    }
    var key = ConnectionKey.of(target.connectionRef());
    var verdict = connections.verdict(key);
    if (!watched.test(key.namespace())) {
      return new Gate.Closed(
          Reason.CONNECTION_NOT_FOUND,
          "This operator does not watch namespace %s of %s %s; its option WATCH_NAMESPACES decides"
              .formatted(key.namespace(), connectionKind, key));
    }
    if (verdict.isEmpty()) {
      return exists.test(key) ? new Gate.Unseen() : notFound(key);
    }
    if (!allows(key, syncNamespace)) {
      return new Gate.Closed(
          Reason.CONNECTION_NOT_ALLOWED,
          "%s %s does not allow syncs of namespace %s; its spec.allowedNamespaces decides"
              .formatted(connectionKind, key, syncNamespace));
    }
    return switch (verdict.get()) {
      case Verdict.Ready(_, _, _, var backend) -> new Gate.Open(backend);
      case Verdict.NotReady(var reason, var error, _, _) ->
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

  private Gate notFound(ConnectionKey key) {
    return new Gate.Closed(
        Reason.CONNECTION_NOT_FOUND,
        "There is no %s %s; create it, or correct spec.connectionRef"
            .formatted(connectionKind, key));
  }

  private boolean allows(ConnectionKey key, String namespace) {
    if (key.namespace().equals(namespace)) {
      return true;
    }
    var allowed = connections.terms(key).map(ConnectionTerms::allowed);
    var from = allowed.map(AllowedNamespaces::from).orElse(AllowedNamespaces.From.SAME);
    return switch (Objects.requireNonNullElse(from, AllowedNamespaces.From.SAME)) {
      case SAME -> false;
      case ALL -> true;
      case SELECTOR ->
          allowed
              .map(AllowedNamespaces::selector)
              .filter(selector -> labels.test(namespace, selector))
              .isPresent();
    };
  }
}
