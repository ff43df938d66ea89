package dev.backupsync.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.RunPolicy;
import dev.backupsync.api.v1alpha1.RunResult;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What must hold when a turn is over: what can be done was done, and what comes next wakes the
 * operator in time, for nothing else will.
 */
final class RestLaws {
  private static final int MOST_WAKES_AT_ONCE = 3;
  private static final Predicate<Duration> A_SECOND_OR_MORE = wait -> wait.toSeconds() > 0;

  private final World world;
  private final SlotLaws slots;
  private int wakesAtOnce;

  RestLaws(World world, SlotLaws slots) {
    this.world = world;
    this.slots = slots;
  }

  void rested(Optional<Duration> wake) {
    wakesAtOnce = wake.filter(A_SECOND_OR_MORE.negate()).isPresent() ? wakesAtOnce + 1 : 0;
    assertThat(wakesAtOnce).as("no busy loop").isLessThanOrEqualTo(MOST_WAKES_AT_ONCE);
    wake.ifPresent(wait -> assertThat(wait).isGreaterThanOrEqualTo(Duration.ZERO));
    var status = world.saved;
    assertThat(world.wish().suspended() && wastesItsTime(status)).as("on the clock").isFalse();
    if (world.scene.gate() instanceof Gate.Unknown) {
      return; // the connection's first probe wakes
    }
    if (status.inFlight()) {
      assertThat(wake.isPresent() || status.run().deadline() == null)
          .as("a run in flight is come back to")
          .isTrue();
      assertThat(world.isOpen() && forgetsCancel(wake, status)).as("deaf to a cancel").isFalse();
      return;
    }
    assertThat(status.state() == SyncState.QUEUED && world.hasUnservedCancel())
        .as("still in the queue although cancelled")
        .isFalse();
    assertThat(status.reason()).isNotEqualTo(Reason.PROGRESSING_WITH_RETRY);
    if (world.wish().suspended()) {
      assertThat(wake).as("nobody is woken while suspended").isEmpty();
    } else if (wake.filter(Duration.ZERO::equals).isPresent()) {
      assertThat(somethingWaits()).as("something is left to do at once").isTrue();
    } else {
      sleeps(wake.map(world.second()::plus), status);
    }
  }

  /** Its time runs, although it is its turn and nothing was sent. */
  private boolean wastesItsTime(SyncStatus status) {
    var run = status.run();
    return status.state() == SyncState.STARTING
        && run.deadline() != null
        && !run.inDoubt()
        && run.waitsUntil().filter(world.second()::isBefore).isEmpty();
  }

  /** Not while its stop failed, nothing is known, or what could be stopped is over. */
  private boolean forgetsCancel(Optional<Duration> wake, SyncStatus status) {
    var run = status.run();
    return world.hasUnservedCancel()
        && wake.filter(Duration.ZERO::equals).isEmpty()
        && !run.inDoubt()
        && run.misses() == 0
        && run.timesUnconfirmed() == 0;
  }

  /** A sync that rests: nothing that could be done is left, and the next thing to do wakes. */
  private void sleeps(Optional<Instant> wake, SyncStatus status) {
    assertThat(world.isOpen() && somethingWaits()).as("asleep with something to do").isFalse();
    if (!world.isAskedFor()) {
      assertThat(slots.unserved()).as("slots to be given up").isEqualTo(slots.inTime());
    }
    var check = Optional.ofNullable(status.nextCheckTime());
    var slot = slots.wake();
    if (wake.isEmpty() || !wake.equals(check)) {
      assertThat(wake).as("a slot wakes, and nothing else but a check").isEqualTo(slot);
    }
    slot.ifPresent(when -> assertThat(wake.orElseThrow()).isBeforeOrEqualTo(when));
    if (world.wish().settings().runPolicy() != RunPolicy.IF_NEEDED) {
      assertThat(check).as("with Always nobody looks").isEmpty();
    } else if (world.isOpen()) {
      assertThat(wake).as("with IfNeeded somebody looks again").isPresent();
      assertThat(wake.get()).isBeforeOrEqualTo(check.orElseThrow());
      assertThat(check.get()).isBeforeOrEqualTo(world.second().plus(longestUntilCheck(status)));
    }
  }

  /** As long as runs fail, each one allows twice the wait of the one before, up to a day. */
  private static Duration longestUntilCheck(SyncStatus status) {
    var longest = Scene.CHECK_INTERVAL;
    var failed =
        status.pastRuns().stream().takeWhile(run -> run.result() == RunResult.FAILED).toList();
    for (var run : failed.subList(0, Math.max(0, failed.size() - 1))) {
      assertThat(run.completionTime()).isNotNull();
      longest = longest.multipliedBy(2);
    }
    return longest.compareTo(Duration.ofDays(1)) < 0 ? longest : Duration.ofDays(1);
  }

  private boolean somethingWaits() {
    return world.isAskedFor() || slots.unserved().isPresent();
  }
}
