package dev.backupsync.controller.admission;

import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.connection.ConnectionKey;
import dev.backupsync.connection.ConnectionLimits;
import dev.backupsync.connection.Connections;
import dev.backupsync.statemachine.DecisionInput;
import dev.backupsync.statemachine.DesiredState;
import dev.backupsync.statemachine.Gate;
import dev.backupsync.statemachine.SyncDriver;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Decides whether a sync may call its vendor now: by its connection, which {@link ConnectionGate}
 * checks, and if a run is to begin, also by a free place in the {@link RunQueue}.
 */
public final class RunAdmission {
  private static final int MOST_SERVERS = 1000;

  private final ConnectionGate connectionGate;
  private final Connections connections;
  private final ExclusionRule exclusion;
  private final RunQueue queue;
  private final Map<String, String> servers = new ConcurrentHashMap<>(); // by URL, as it is written
  private boolean restored;

  /** Created once for each kind of sync. */
  public RunAdmission(
      ConnectionGate connectionGate,
      Connections connections,
      ExclusionRule exclusion,
      SyncWaker waker) {
    this.connectionGate = connectionGate;
    this.connections = connections;
    this.exclusion = exclusion;
    this.queue = new RunQueue(this::limit, this::server, waker);
  }

  /** A sync with its desired state and its status. */
  public record Candidate(ResourceID id, DesiredState desired, SyncStatus status) {
    public Optional<Target> subject() {
      return DecisionInput.subject(desired, status);
    }

    private boolean occupies() {
      return occupies(status);
    }

    /** A run whose start was refused gives up its place until its wait is over. */
    private boolean waits(Instant now) {
      var settings = desired.settings();
      var outside = status.knownRun().flatMap(run -> settings.waitsUntil(run, now)).isPresent();
      var queued = status.currentState() == SyncState.QUEUED;
      return status.waitsForPlace() && (queued || (status.inFlight() && !outside));
    }

    /** Since when it waits: a run that was admitted before gets its old position back. */
    private Optional<Instant> since() {
      return status.inFlight() ? status.knownRun().map(Run::startTime) : status.queuedSince();
    }

    /**
     * A sync that surely has no run at the vendor occupies nothing, so others need not wait for it.
     */
    private static boolean occupies(SyncStatus at) {
      return at.mayRunAtVendor();
    }
  }

  /** Whether {@code candidate} may call now; {@code all} is read once, after a restart. */
  public Gate gate(Candidate candidate, Instant now, Iterable<Candidate> all) {
    restore(all, now);
    var target = candidate.subject();
    if (target.isEmpty()) {
      return new Gate.Unknown();
    }
    var namespace = candidate.id.getNamespace().orElse("");
    var gate = connectionGate.gate(namespace, target.get());
    if (candidate.occupies()) {
      queue.hold(request(candidate, target.get(), now));
      return gate;
    }
    return switch (gate) {
      case Gate.Open open when SyncDriver.wouldCall(candidate.desired, candidate.status, now) ->
          enter(request(candidate, target.get(), now), open, target.get());
      case Gate.Open _, Gate.Closed _, Gate.Unknown _ -> gate;
    };
  }

  /** The vendor is asked for the target's aliases only if they may matter. */
  private Gate enter(AdmissionRequest request, Gate.Open gate, Target target) {
    return switch (queue.enter(request)) {
      case RunQueue.Entry.Admitted _ -> gate;
      case RunQueue.Entry.Waits(var busy) -> busy;
      case RunQueue.Entry.NeedsAliases _ ->
          enter(request.with(aliases(gate, target)), gate, target);
    };
  }

  private Set<ExclusiveTarget> aliases(Gate.Open gate, Target target) {
    return gate.backend().aliases(target).stream()
        .map(exclusion::exclusive)
        .collect(Collectors.toSet());
  }

  /**
   * Restores the places from the statuses before the first sync is admitted. If that fails, no sync
   * is admitted, and the next one tries again.
   */
  private synchronized void restore(Iterable<Candidate> all, Instant now) {
    if (restored) {
      return;
    }
    for (var candidate : all) {
      var request = candidate.subject().map(target -> request(candidate, target, now));
      if (candidate.occupies()) {
        request.ifPresent(queue::hold);
      } else if (candidate.waits(now)) {
        request.ifPresent(queue::queue);
      }
    }
    restored = true;
  }

  /**
   * Updates the queue after a reconcile: a sync that neither runs nor waits frees its place, and
   * waiting syncs are woken.
   */
  public void afterReconcile(Candidate candidate, Gate gate, SyncStatus after) {
    if (gate instanceof Gate.Unknown && candidate.subject().isPresent()) {
      return; // unknown just after the operator's start: waiting syncs go on waiting
    }
    var waits = gate instanceof Gate.Closed(var reason, _) && reason.waitsForPlace();
    if (!waits && !Candidate.occupies(after)) {
      leave(candidate.id);
    }
  }

  /** The sync was deleted. */
  public void leave(ResourceID sync) {
    queue.leave(sync);
  }

  private AdmissionRequest request(Candidate candidate, Target target, Instant now) {
    var key = ConnectionKey.of(target.connectionRef());
    var since = candidate.since().orElse(now);
    return AdmissionRequest.of(candidate.id, key, exclusion.exclusive(target), since);
  }

  /** Two connections may lead to one server; a connection that was never read counts as its own. */
  private String server(ConnectionKey key) {
    return connections.url(key).map(this::server).orElseGet(key::toString);
  }

  private String server(String url) {
    if (servers.size() >= MOST_SERVERS) {
      servers.clear();
    }
    return servers.computeIfAbsent(url, ServerAddress::of);
  }

  private int limit(ConnectionKey key) {
    return connections.limits(key).map(ConnectionLimits::maxConcurrentSyncs).orElse(1);
  }
}
