package dev.backupsync.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.RepositorySync;
import dev.backupsync.connection.WatchState;
import dev.backupsync.controller.ReconcileBoundary;
import dev.backupsync.controller.WakeTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class LivenessTest {
  private static final WatchState OTHER = new WatchState("Secret a/other", true, true);
  private static final WatchState OTHER_AWAY = new WatchState("Secret a/other", true, false);
  private static final WatchState GOOD = new WatchState("Secret a/b", true, true);
  private static final WatchState AWAY = new WatchState("Secret a/b", true, false);

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong beats = new AtomicLong();
  private final List<WatchState> watches = new ArrayList<>();
  private final ReconcileBoundary boundary = new ReconcileBoundary(nanos::get);
  @AutoClose private final WakeTimer timer = new WakeTimer(() -> beats.get());
  private final Liveness liveness = new Liveness(boundary, timer, () -> watches, nanos::get);

  @Test
  void aReconcileThatNeverEndsIsTold() {
    var sync = new RepositorySync();
    sync.getMetadata().setNamespace("backup");
    sync.getMetadata().setName("mail");

    var told =
        boundary.cross(
            sync,
            () -> {
              pass(Liveness.LONGEST_RECONCILE);
              var before = problems(OTHER);
              pass(Duration.ofNanos(1));
              return List.of(before, problems(OTHER));
            });

    assertThat(told)
        .containsExactly(
            List.of(),
            List.of("The reconcile of RepositorySync backup/mail has not ended for 6 hours"));
    assertThat(problems(OTHER)).isEmpty();
  }

  @Test
  void aWatchThatStoppedByItselfIsDead() {
    assertThat(problems(OTHER, new WatchState("Secret a/b", false, false)))
        .containsExactly("The watch of Secret a/b has stopped");
  }

  @Test
  void soIsOneThatIsNotConnectedForLongWhileOthersAre() {
    assertThat(problems(OTHER, GOOD)).isEmpty();
    pass(Duration.ofMinutes(10));
    assertThat(problems(OTHER, AWAY)).isEmpty();
    pass(Duration.ofSeconds(1));
    assertThat(problems(OTHER, AWAY))
        .containsExactly(
            "The watch of Secret a/b has not been connected for 10 minutes while others were");
    assertThat(problems(OTHER, GOOD)).isEmpty();
  }

  /** A new process would not find it either. */
  @Test
  void anApiServerThatIsAwayIsNoReason() {
    assertThat(problems(OTHER, GOOD)).isEmpty();
    for (var hour = 0; hour < 3; hour++) {
      pass(Duration.ofHours(1));
      assertThat(problems(OTHER_AWAY, AWAY)).isEmpty();
    }
    pass(Duration.ofMinutes(9)); // one is back sooner than the other
    assertThat(problems(OTHER, AWAY)).isEmpty();
  }

  /** As of a namespace that may not be read: the next process would be restarted, too. */
  @Test
  void oneThatNeverWasConnectedIsNoReason() {
    assertThat(problems(OTHER, AWAY)).isEmpty();
    pass(Duration.ofHours(1));
    assertThat(problems(OTHER, AWAY)).isEmpty();
  }

  /** It may be watched anew later, under the same name. */
  @Test
  void whatIsWatchedNoMoreIsForgotten() {
    assertThat(problems(OTHER, GOOD)).isEmpty();
    assertThat(problems(OTHER)).isEmpty();
    pass(Duration.ofHours(1));
    assertThat(problems(OTHER, AWAY)).isEmpty();
  }

  /** Then nothing is looked at again, ever. */
  @Test
  void aTimerThatDoesNotMoveIsTold() {
    timer.close();
    beats.addAndGet(Liveness.LONGEST_STILL.toNanos());
    assertThat(problems(OTHER)).isEmpty();

    beats.incrementAndGet();

    assertThat(problems(OTHER))
        .containsExactly("The timer that has objects looked at again has not moved for 2 minutes");
  }

  @Test
  void whatEndedOutsideOfEveryBorderIsTold() {
    boundary.uncaught(Thread.currentThread(), new AssertionError("planted"));

    assertThat(problems(OTHER))
        .containsExactly("A reconcile ended outside of the error boundary: AssertionError");
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private List<String> problems(WatchState... now) {
    watches.clear();
    watches.addAll(List.of(now));
    return liveness.problems();
  }
}
