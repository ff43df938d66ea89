package dev.backupsync.statemachine;

import static dev.backupsync.statemachine.Scene.BOOM;
import static dev.backupsync.statemachine.Scene.T0;

import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.time.Clocks;
import dev.backupsync.vendor.Need;
import dev.backupsync.vendor.Outcome;
import dev.backupsync.vendor.Progress;
import dev.backupsync.vendor.StartPermit;
import dev.backupsync.vendor.SyncBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A run on a machine whose clock is set while time passes: what is due is reckoned by the time that
 * passes, which the operator sees by its other clock alone.
 */
final class ClockStory {
  /** A start may arrive later than its answer is waited for. */
  private static final Duration LATE = Duration.ofSeconds(8);

  private static final Duration RESTART = Duration.ofSeconds(15);

  /** How the clock is set, and when. */
  record Jump(Duration after, Duration by, Moment moment) {}

  /** In what the clock is set. */
  enum Moment {
    BETWEEN_TWO_LOOKS,
    IN_A_CALL,
    IN_A_RESTART
  }

  private final Clocks clocks = new Clocks(() -> T0.plus(passed()).plus(ahead()), this::nanos);
  private final DesiredState desired;
  private final Duration length;
  private final Duration pace;
  private SyncDriver operator = new SyncDriver(clocks, () -> false);
  private SyncStatus saved = SyncStatus.NEW;
  private Duration passed = Duration.ZERO;
  private Duration ahead = Duration.ZERO;
  private Optional<Duration> inNextCall = Optional.empty();
  private boolean losesNextAnswer;

  /** When each session arrived. */
  private final List<Duration> sessions = new ArrayList<>();

  private Duration lastCall = Duration.ZERO;
  Duration longestGap = Duration.ZERO;

  /**
   * @param length of a session
   * @param pace that the vendor asks for; zero for none
   */
  ClockStory(Duration timeout, Duration length, Duration pace, boolean losesStart) {
    this.desired = Scene.fresh().timeout(timeout).retryLimit(0).desired();
    this.length = length;
    this.pace = pace;
    this.losesNextAnswer = losesStart;
  }

  private Duration passed() {
    return passed;
  }

  private Duration ahead() {
    return ahead;
  }

  private long nanos() {
    return passed.toNanos();
  }

  int starts() {
    return sessions.size();
  }

  /** From the arrival of its start to the moment at which the operator called it over. */
  Duration took() {
    return passed.minus(sessions.getFirst());
  }

  /** Plays until the run has ended. */
  SyncStatus play(List<Jump> jumps) {
    var wake = look();
    for (var jump : jumps) {
      wake = passTo(passed.plus(jump.after), wake);
      switch (jump.moment) {
        case BETWEEN_TWO_LOOKS -> ahead = ahead.plus(jump.by);
        case IN_A_CALL -> inNextCall = Optional.of(jump.by);
        case IN_A_RESTART -> {
          ahead = ahead.plus(jump.by);
          passed = passed.plus(RESTART);
          operator = new SyncDriver(clocks, () -> false);
          wake = look();
        }
      }
    }
    return over() ? saved : end(wake);
  }

  private SyncStatus end(Duration wake) {
    passTo(Duration.ofDays(2), wake);
    return saved;
  }

  private Duration passTo(Duration end, Duration wake) {
    var next = wake;
    while (!over() && next.compareTo(end) <= 0) {
      passed = next;
      next = look();
    }
    passed = over() ? passed : end;
    return next;
  }

  private boolean over() {
    return saved.knownLastRun().isPresent();
  }

  /** When to look again, by the time that passes. */
  private Duration look() {
    var now = clocks.wall().instant();
    var status =
        StatusSanitizer.status(StoredStatuses.read(StoredStatuses.write(saved)), _ -> true, now);
    var wait = operator.drive(desired, new Gate.Open(new Vendor()), status, now, this::save);
    var longest = RunSettings.LONGEST_REST;
    return passed.plus(wait.filter(one -> one.compareTo(longest) < 0).orElse(longest));
  }

  private void save(Decision decision) {
    saved = decision.status();
  }

  private final class Vendor implements SyncBackend {
    private void called() {
      var gap = passed.minus(lastCall);
      longestGap = gap.compareTo(longestGap) > 0 ? gap : longestGap;
      lastCall = passed;
      inNextCall.ifPresent(by -> ahead = ahead.plus(by));
      inNextCall = Optional.empty();
    }

    private boolean working(Duration arrived) {
      return arrived.compareTo(passed) <= 0 && passed.compareTo(arrived.plus(length)) < 0;
    }

    private Outcome running(int session) {
      var wait = Optional.of(pace).filter(Duration::isPositive);
      var operation = new Operation("session-" + session, null);
      return new Outcome.Running(
          new Progress(
              Optional.of(operation),
              OptionalInt.empty(),
              Optional.empty(),
              Progress.Activity.WORKING,
              wait));
    }

    @Override
    public Outcome locate(Run run) {
      called();
      for (var i = 0; i < sessions.size(); i++) {
        var arrived = sessions.get(i).compareTo(passed) <= 0;
        if (working(sessions.get(i)) || (arrived && run.inDoubt())) { // it shows what is over, too
          return running(i);
        }
      }
      return new Outcome.Absent(new Need.Needed(), true, List.of());
    }

    @Override
    public Outcome start(Run run, StartPermit permit) {
      called();
      if (!permit.isValid()) {
        return new Outcome.Deferred(Reason.PROGRESSING_WITH_RETRY, BOOM, Optional.empty());
      }
      var lost = losesNextAnswer;
      losesNextAnswer = false;
      sessions.add(lost ? passed.plus(LATE) : passed);
      return lost
          ? new Outcome.Unknown(Reason.PROGRESSING_WITH_RETRY, BOOM, Optional.empty())
          : running(sessions.size() - 1);
    }

    @Override
    public Outcome poll(Run run) {
      called();
      var id = run.knownOperation().flatMap(Operation::knownId).orElseThrow();
      var session = Integer.parseInt(id.substring("session-".length()));
      return working(sessions.get(session))
          ? running(session)
          : new Outcome.Succeeded(Optional.empty());
    }

    @Override
    public Outcome cancel(Run run) {
      throw new IllegalStateException("Nobody asked for it");
    }
  }
}
