package dev.backupsync.trouble;

import dev.backupsync.api.v1alpha1.RunRecord;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.simulator.Certificates;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.HandClock;
import java.time.Duration;
import java.time.Instant;

/** One trouble at one call, once or for ever, to the end of the run and beyond. */
final class Play implements AutoCloseable {
  /** A run that waits for its connection may wait for ever; it is watched for so long. */
  private static final Duration QUEUE = Duration.ofMinutes(7);

  /** Two attempts with all that comes between them, or a wait for a start that was refused. */
  static final Duration LONG = Duration.ofMinutes(45);

  /** Longer than a run may be out of sight. */
  private static final Duration OUT_OF_SIGHT = Duration.ofDays(8);

  private static final int ENOUGH_EVENTS = 500;
  private static final Duration PATIENT = Duration.ofSeconds(20);
  private static final Duration IMPATIENT = Duration.ofSeconds(1);

  private final Scene scene;
  private final Trouble trouble;
  private final boolean lasting;
  private final HandClock clock = new HandClock();
  private final Side side;
  private final Witness witness = new Witness(this::struck, this::afterTheFirstBlow);
  private final World world;
  private Instant began = clock.instant();
  private int callsBefore;
  private int callsInTrouble;
  private boolean troubled;

  private Play(Scene scene, Trouble trouble, boolean lasting, Duration patience) {
    this.scene = scene;
    this.trouble = trouble;
    this.lasting = lasting;
    side = scene.open(clock, patience);
    world = new World(clock, side, witness);
  }

  static Played once(Scene scene, Trouble trouble) {
    return play(scene, trouble, false, trouble.isSlow() ? IMPATIENT : PATIENT);
  }

  static Played forEver(Scene scene, Trouble trouble) {
    return play(scene, trouble, true, trouble.isSlow() ? IMPATIENT : PATIENT);
  }

  /** A machine so busy that a call took too long which nothing had struck is given more time. */
  private static Played play(Scene scene, Trouble trouble, boolean lasting, Duration patience) {
    try (var play = new Play(scene, trouble, lasting, patience)) {
      try {
        play.reachTheMoment();
        var over = play.goOnToTheEnd();
        var played = play.told(over);
        if (!play.disturbed()) {
          return played;
        }
      } catch (AssertionError | RuntimeException e) {
        if (!play.disturbed()) {
          throw e;
        }
      }
    }
    return play(scene, trouble, lasting, patience.multipliedBy(2));
  }

  private boolean disturbed() {
    return witness.timeOuts() > (trouble.isSlow() ? callsInTrouble : 0);
  }

  private void reachTheMoment() {
    if (scene.moment == Moment.NEW) {
      strike();
    }
    world.review();
    if (scene.moment == Moment.CONNECTED) {
      strike();
    }
    world.drive();
    switch (scene.moment) {
      case NEW, CONNECTED -> {}
      case RUNNING -> strike();
      case LOGGED_OUT -> {
        side.revokeTokens();
        strike();
      }
      case ENDED -> {
        side.finish();
        strike();
      }
      case CANCELLING -> {
        strike();
        world.step(); // a poll
        world.requestCancel();
      }
      case CLOSING -> {
        goOnToTheEnd();
        strike();
        world.reconnect();
      }
    }
  }

  private void strike() {
    troubled = true;
    began = clock.instant();
    callsBefore = side.server().requests().count(scene.call);
    var server = side.server();
    switch (trouble.way) {
      case Trouble.Way.AtTheCall(var made) -> {
        var fault = made.apply(side::adaptersNow);
        if (lasting) {
          server.faults().always(scene.call, fault);
        } else {
          server.faults().next(scene.call, fault);
        }
      }
      case Trouble.Way.AtTheDoor(var instead) ->
          scene.before.ifPresentOrElse(
              call -> server.faults().next(call, new Fault.LastOne(instead)),
              () -> instead.ifPresentOrElse(server::present, server::stop));
    }
  }

  private boolean struck() {
    return troubled
        && switch (trouble.way) {
          case Trouble.Way.AtTheCall _ -> calls() > 0;
          case Trouble.Way.AtTheDoor _ -> witness.silences() > 0;
        };
  }

  private int calls() {
    return side.server().requests().count(scene.call) - callsBefore;
  }

  private void afterTheFirstBlow() {
    if (!lasting) {
      callsInTrouble = 1;
      heal();
    }
  }

  private void heal() {
    side.server().faults().clear();
    if (trouble.way instanceof Trouble.Way.AtTheDoor) {
      side.server().present(Certificates.shared().trusted());
      side.server().start();
    }
  }

  private boolean goOnToTheEnd() {
    for (var events = 0; !world.over(); events++) {
      if (late() && !world.saved().mayRunAtVendor()) {
        break;
      }
      if (late()) {
        began = began.plus(OUT_OF_SIGHT);
        world.skip(OUT_OF_SIGHT);
      }
      if (events > ENOUGH_EVENTS) {
        throw new AssertionError("No rest after " + events + " wakes: " + world.saved());
      }
      if (!world.over()) {
        world.step();
      }
    }
    return world.over();
  }

  private boolean late() {
    var queued = world.saved().currentState() == SyncState.QUEUED;
    return clock.instant().isAfter(began.plus(queued ? QUEUE : LONG));
  }

  private Played told(boolean over) {
    var end = world.saved();
    var attempts =
        end.pastRuns().stream().mapToInt(RunRecord::attempts).sum()
            + (end.inFlight() ? end.run().attempt() : 0);
    var during =
        witness.seen().stream().filter(words -> !over || !words.equals(Words.of(end))).toList();
    var took = Duration.between(began, clock.instant());
    var calls = calls();
    callsInTrouble = lasting ? calls : callsInTrouble;
    var posts = side.server().requests().count(side.start());
    var accepted = side.accepted();
    var recovered = recovers();
    return new Played(
        witness.outcome().orElse("never asked"),
        during,
        Words.of(end),
        over,
        took,
        attempts,
        posts,
        accepted,
        calls,
        recovered,
        side.mostAtOnce(),
        side.server().longestBody());
  }

  /** Whether a run that is asked for once all is well again succeeds. */
  private boolean recovers() {
    heal();
    began = clock.instant();
    goOnToTheEnd();
    world.request("again");
    return goOnToTheEnd() && world.saved().currentState() == SyncState.SUCCEEDED;
  }

  @Override
  public void close() {
    world.close();
    side.link().close();
    side.close();
  }
}
