package dev.backupsync.trouble;

import dev.backupsync.api.v1alpha1.AllowedNamespaces;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.RunPolicy;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.connection.ConnectionKey;
import dev.backupsync.connection.ConnectionLimits;
import dev.backupsync.connection.ConnectionState;
import dev.backupsync.connection.Connections;
import dev.backupsync.simulator.HandClock;
import dev.backupsync.statemachine.DesiredState;
import dev.backupsync.statemachine.Gate;
import dev.backupsync.statemachine.RunSettings;
import dev.backupsync.statemachine.StatusSanitizer;
import dev.backupsync.statemachine.SyncDriver;
import dev.backupsync.statemachine.TestClocks;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One sync and its connection as the operator keeps them, without Kubernetes: the status lies in
 * memory, and the clock jumps to whatever is due next.
 */
final class World {
  /** How long a run takes at the vendor: it is seen at work by one poll. */
  static final Duration RUN = Duration.ofSeconds(45);

  static final RunSettings POLICY =
      new RunSettings(
          RunPolicy.ALWAYS,
          Duration.ofSeconds(30),
          Duration.ofMinutes(10),
          1,
          Duration.ofMinutes(1),
          Duration.ofMinutes(1),
          Optional.empty());

  private static final Duration PROBE_INTERVAL = Duration.ofMinutes(5);
  private static final ConnectionLimits TERMS =
      new ConnectionLimits(new AllowedNamespaces(AllowedNamespaces.From.SAME, null), 1);

  private final HandClock clock;
  private final Side side;
  private final Witness witness;
  private final ConnectionKey key;
  private final Connections connections;
  private final SyncDriver driver;
  private SyncStatus saved = SyncStatus.NEW;
  private Optional<String> requested = Optional.empty();
  private Optional<String> cancelRequested = Optional.empty();
  private Optional<Instant> wakeAt = Optional.empty();
  private boolean changed;

  World(HandClock clock, Side side, Witness witness) {
    this.clock = clock;
    this.side = side;
    this.witness = witness;
    key = ConnectionKey.of(side.target().connectionRef());
    connections = new Connections(TestClocks.movedBy(clock), witness);
    connections.onChange(_ -> changed = true);
    driver = new SyncDriver(TestClocks.movedBy(clock), () -> false);
  }

  SyncStatus saved() {
    return saved;
  }

  /** Whether no run is in flight, none is due, and at least one has ended. */
  boolean over() {
    return saved.knownLastRun().isPresent()
        && !saved.inFlight()
        && saved.currentState() != SyncState.QUEUED
        && wakeAt.isEmpty();
  }

  /** As the connection's reconciler does when it is woken. */
  void review() {
    witness.hears(connections.review(key, side.plan(), PROBE_INTERVAL, TERMS));
  }

  /** As the sync's reconciler does when it is woken. */
  void drive() {
    changed = false;
    var status = StatusSanitizer.status(saved, _ -> true, clock.instant());
    wakeAt =
        driver
            .drive(wish(), gate(), status, clock.instant(), decision -> saved = decision.status())
            .map(clock.instant()::plus);
    witness.sees(saved);
  }

  void request(String token) {
    requested = Optional.of(token);
    drive();
  }

  void requestCancel() {
    cancelRequested = Optional.of("now");
    drive();
  }

  /** The connection's client is closed and another one opened, as for a new password. */
  void reconnect() {
    side.link().close();
    witness.hears("closed");
    connections.forget(key);
    review();
    drive();
  }

  /** Goes on to what is due next, the clock with it. */
  void step() {
    var review = connections.untilReview(key).map(clock.instant()::plus);
    var next =
        Stream.concat(wakeAt.stream(), review.stream()).min(Instant::compareTo).orElseThrow();
    if (next.isAfter(clock.instant())) {
      clock.advance(Duration.between(clock.instant(), next));
    }
    if (wakeAt.filter(next::equals).isPresent()) {
      drive();
    } else {
      review();
      if (changed) {
        drive();
      }
    }
  }

  /** Goes on to a time long after what is due next. */
  void skip(Duration time) {
    clock.advance(time);
    review();
    drive();
  }

  private DesiredState wish() {
    return new DesiredState(
        1,
        Optional.of(side.target()),
        Optional.empty(),
        POLICY,
        false,
        requested,
        cancelRequested,
        Optional.empty());
  }

  private Gate gate() {
    return switch (connections.state(key).orElseThrow()) {
      case ConnectionState.Ready(_, _, _, var backend) ->
          new Gate.Open(witness.listeningTo(backend));
      case ConnectionState.NotReady(var reason, var error, _, _) ->
          new Gate.Closed(
              Reason.CONNECTION_NOT_READY, "Not ready: " + reason.word() + ": " + error.message());
    };
  }

  void close() {
    connections.close();
  }
}
