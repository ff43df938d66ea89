package dev.backupsync.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.vendor.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Counts by what was asked and answered how long an attempt could be seen and how long it could
 * not, and believes nothing of what status tells about that.
 */
final class AttemptClock {
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Duration SLACK = Duration.ofMinutes(11); // a wait between two looks

  private final World world;
  private final Patience patience;
  private Optional<Instant> begun = Optional.empty();
  private Optional<Instant> lastLook = Optional.empty();
  private Optional<Instant> unseenSince = Optional.empty();
  private Optional<Instant> gone = Optional.empty();
  private Instant back = Instant.MIN;
  private boolean interrupted;

  /** At least; both. */
  private Duration seen = Duration.ZERO;

  private Duration hidden = Duration.ZERO;

  AttemptClock(World world, Patience patience) {
    this.world = world;
    this.patience = patience;
  }

  void gone() {
    gone = Optional.of(world.now);
  }

  void back() {
    if (begun.isPresent() && unseenSince.isEmpty()) {
      hidden = hidden.plus(gone.map(since -> Duration.between(since, world.now)).orElseThrow());
    }
    gone = Optional.empty();
    back = world.now;
    restarted();
  }

  /** Status tells only now and then when the run was seen: what lies between is not counted. */
  void restarted() {
    interrupted = true;
    back = world.now;
    seen = less(seen, patience.beat());
  }

  void looked(Outcome answer) {
    var answered = !(answer instanceof Outcome.Unknown || answer instanceof Outcome.Deferred);
    var now = world.now;
    var since = lastLook.or(() -> begun).map(last -> Duration.between(last, now));
    if (unseenSince.isPresent()) {
      hidden = hidden.plus(since.orElse(Duration.ZERO));
    } else if (answered && !interrupted) {
      seen = seen.plus(since.orElse(Duration.ZERO));
    }
    if (answered) {
      var blind = unseenSince.map(from -> Duration.between(from, now)).orElse(Duration.ZERO);
      seen = blind.compareTo(patience.grace()) < 0 ? seen : less(seen, patience.grace());
      unseenSince = Optional.empty();
      interrupted = false;
    } else {
      unseenSince = unseenSince.or(() -> Optional.of(now));
    }
    lastLook = Optional.of(now);
    if (answer instanceof Outcome.Running && begun.isEmpty()) {
      begin();
    }
  }

  /** A start that surely did not happen leaves an earlier one, whose answer was lost, as it was. */
  void started(Outcome answer) {
    if (!(answer instanceof Outcome.Unknown || answer instanceof Outcome.Deferred)) {
      begin();
    }
  }

  private void begin() {
    begun = Optional.of(world.second());
    lastLook = begun;
    unseenSince = Optional.empty();
    seen = Duration.ZERO;
    hidden = Duration.ZERO;
  }

  void kept(Decision decision) {
    if (!decision.status().mayRunAtVendor()) {
      begun = Optional.empty();
      lastLook = Optional.empty();
      unseenSince = Optional.empty();
    } else if (begun.isEmpty()) {
      begin();
    }
    interrupted |= !world.isOpen();
  }

  /** For what it took while it could be seen, or because nobody could for a week. */
  void timedOut() {
    if (unseenSince.isPresent() || !world.isOpen()) {
      assertThat(world.now).as("given up").isAfter(back.plus(patience.grace()));
      unseenSince.ifPresent(
          since ->
              assertThat(world.now).as("out of sight").isAfter(since.plus(WEEK).minusSeconds(1)));
      return;
    }
    var took = Duration.between(begun.orElseThrow(), world.now).minus(hidden);
    assertThat(took.plusSeconds(1)).as("timed out").isGreaterThan(patience.timeout());
  }

  /** While the vendor may be asked, and somebody is there to do it. */
  void rested() {
    if (!world.saved.mayRunAtVendor()) {
      return;
    }
    if (unseenSince.isEmpty()) {
      assertThat(seen)
          .as("a run that is seen ends within its timeout")
          .isLessThanOrEqualTo(patience.timeout().plus(SLACK));
      return;
    }
    var week = unseenSince.get().plus(WEEK);
    var looked = back.plus(patience.grace());
    assertThat(world.now)
        .as("a run that nobody sees ends as well")
        .isBefore((week.isAfter(looked) ? week : looked).plus(SLACK));
  }

  private static Duration less(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one.minus(other) : Duration.ZERO;
  }
}
