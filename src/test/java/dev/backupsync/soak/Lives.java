package dev.backupsync.soak;

import dev.backupsync.cluster.OperatorProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Keeps an operator running, as a kubelet would, and kills it at moments that chance picks. */
final class Lives implements AutoCloseable {
  private static final Duration TICK = Duration.ofMillis(50);
  private static final Duration LOOKS_AT_MEMORY = Duration.ofSeconds(10);
  private static final Duration LONGEST_START = Duration.ofMinutes(3);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final Duration SPAWN = Duration.ofMillis(200); // no JVM writes a status sooner
  private static final int TAIL = 3000;
  private static final String WATCH_BROKE = "Fatal error in informer";

  private final Supplier<OperatorProcess> starter;
  private final Plan plan;
  private final Trace trace;
  private final Dice dice;
  private final Memory memory = new Memory();
  private final List<String> oddities = new ArrayList<>();
  private final Instant begun = Instant.now();
  private Optional<Life> current = Optional.empty();
  private Optional<Instant> unrecovered = Optional.empty();
  private Duration longestRecovery = Duration.ZERO;
  private int kills;
  private int failedStarts;
  private int stops;

  /**
   * When to die.
   *
   * @param isReady whether it is to become ready before
   * @param after so long after that, or else after its start
   * @param writes how many statuses it is to have written at least
   */
  private record Moment(boolean isReady, Duration after, int writes) {}

  /** One process. */
  private static final class Life {
    final long writesBefore;
    final OperatorProcess process;
    final Instant begun = Instant.now();
    Optional<Instant> ready = Optional.empty();
    Instant looked = begun;

    Life(OperatorProcess process, long writesBefore) {
      this.process = process;
      this.writesBefore = writesBefore;
    }

    Duration age() {
      return Duration.between(begun, Instant.now());
    }
  }

  Lives(Supplier<OperatorProcess> starter, Plan plan, Trace trace, Dice dice) {
    this.starter = starter;
    this.plan = plan;
    this.trace = trace;
    this.dice = dice;
  }

  /** Lets it live and die until interrupted, or until the plan's kills are dealt. */
  void run() throws InterruptedException {
    while (plan.kills().map(most -> kills < most).orElse(true)) {
      var life = begin();
      var moment = moment();
      while (life.process.isAlive() && !isTimeToDie(life, moment)) {
        tick(life);
      }
      dice.sleep(1, (int) TICK.toMillis());
      if (life.process.isAlive()) {
        kill(life);
      } else {
        died(life);
      }
    }
  }

  /** Lets it live until interrupted. */
  void keep() throws InterruptedException {
    while (true) {
      var life = current.filter(one -> one.process.isAlive()).orElseGet(this::begin);
      while (life.process.isAlive()) {
        tick(life);
      }
      died(life);
    }
  }

  /** Counted in work as much as in time, so that a slow machine sees the same deaths. */
  private Moment moment() {
    if (dice.chance(0.15)) {
      return new Moment(false, dice.millis(0, 1500), 0);
    }
    var isShort = plan.kills().isPresent() || dice.chance(0.5);
    return isShort
        ? new Moment(true, dice.millis(0, 2000), dice.number(60))
        : new Moment(true, dice.millis(3000, 20_000), dice.number(600));
  }

  private boolean isTimeToDie(Life life, Moment moment) {
    if (plan.spares(Duration.between(begun, Instant.now()))) {
      return false;
    }
    if (!moment.isReady()) {
      return life.age().compareTo(moment.after()) >= 0;
    }
    var ready = life.ready.map(time -> Duration.between(time, Instant.now()));
    return ready.isPresent()
        && (ready.get().compareTo(LONGEST_WAIT) > 0
            || (ready.get().compareTo(moment.after()) >= 0
                && trace.writes() - life.writesBefore >= moment.writes()));
  }

  private Life begin() {
    var life = new Life(starter.get(), trace.writes());
    current = Optional.of(life);
    return life;
  }

  private void tick(Life life) throws InterruptedException {
    Thread.sleep(TICK);
    if (life.ready.isEmpty() && life.process.isReady()) {
      life.ready = Optional.of(Instant.now());
    }
    if (life.ready.isEmpty() && life.age().compareTo(LONGEST_START) > 0) {
      oddity("is not ready after " + LONGEST_START.toSeconds() + " s", life);
      life.process.kill();
    }
    if (trace.lastWrite().isAfter(life.begun.plus(SPAWN))) {
      recovered();
    }
    if (life.ready.isPresent()
        && Duration.between(life.looked, Instant.now()).compareTo(LOOKS_AT_MEMORY) > 0) {
      life.looked = Instant.now();
      memory.look(life.process, life.age());
    }
  }

  private void recovered() {
    unrecovered
        .map(kill -> Duration.between(kill, trace.lastWrite()))
        .filter(time -> time.compareTo(longestRecovery) > 0)
        .ifPresent(time -> longestRecovery = time);
    unrecovered = Optional.empty();
  }

  private void kill(Life life) {
    life.process.kill();
    kills++;
    unrecovered = Optional.of(Instant.now());
  }

  /** It may not end by itself, unless it has no API server to start with, or no watch to trust. */
  private void died(Life life) {
    if (life.process.log().contains(WATCH_BROKE)) {
      stops++;
    } else if (life.ready.isPresent()) {
      oddity("ended by itself with " + life.process.awaitExit(), life);
    } else {
      failedStarts++;
    }
  }

  private void oddity(String what, Life life) {
    var log = life.process.log();
    oddities.add("The operator " + what + ": …" + log.substring(Math.max(0, log.length() - TAIL)));
  }

  List<String> oddities() {
    return oddities;
  }

  Memory memory() {
    return memory;
  }

  Duration longestRecovery() {
    return longestRecovery;
  }

  int kills() {
    return kills;
  }

  /** Processes that ended because they met no API server at their start. */
  int failedStarts() {
    return failedStarts;
  }

  /** Processes that stopped because a watch broke for good, to be started anew. */
  int stops() {
    return stops;
  }

  Optional<OperatorProcess> process() {
    return current.map(life -> life.process);
  }

  @Override
  public void close() {
    current.ifPresent(life -> life.process.close());
  }
}
