package dev.backupsync.veeam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.operation.Outcome;
import dev.backupsync.simulator.HandClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentTest {
  private static final Lookup<Integer> TROUBLE =
      new Lookup.Blind<>(
          new Outcome.Unknown(
              Reason.PROGRESSING_WITH_RETRY, SyncError.of("Boom", "it broke"), Optional.empty()));

  private final HandClock clock = new HandClock();
  private final AtomicInteger asked = new AtomicInteger();
  private final List<Thread> waiting = new CopyOnWriteArrayList<>();
  private final List<Lookup<Integer>> heard = new CopyOnWriteArrayList<>();
  private Supplier<Lookup<Integer>> answer = () -> new Lookup.Seen<>(asked.get());
  private final Recent<Integer> recent =
      new Recent<>(
          () -> {
            asked.incrementAndGet();
            return answer.get();
          },
          clock);

  @Test
  void anAnswerServesUntilItsTimeIsOver() {
    assertThat(recent.look()).isEqualTo(new Lookup.Seen<>(1));
    clock.advance(Recent.LIFE.minusNanos(1));
    assertThat(recent.look()).isEqualTo(new Lookup.Seen<>(1));
    clock.advance(Duration.ofNanos(1));
    assertThat(recent.look()).isEqualTo(new Lookup.Seen<>(2));
  }

  @Test
  void itsTimeBeginsWhenItArrivesSoThatASlowServerIsSparedToo() {
    answer =
        () -> {
          clock.advance(Duration.ofSeconds(20));
          return new Lookup.Seen<>(asked.get());
        };
    recent.look();

    assertThat(recent.look()).isEqualTo(new Lookup.Seen<>(1));
  }

  @Test
  void aClockThatIsPutBackDoesNotProlongItsTime() {
    recent.look();
    clock.advance(Duration.ofHours(-1));

    assertThat(recent.look()).isEqualTo(new Lookup.Seen<>(2));
  }

  @Test
  void whoComesWhileItIsOnItsWayWaitsForItAndSharesAlsoTrouble() {
    answer =
        () -> {
          answer = () -> new Lookup.Seen<>(asked.get());
          return whileOthersWait(TROUBLE);
        };

    assertThat(recent.look()).isEqualTo(TROUBLE);

    await().until(() -> heard.size() == waiting.size());
    assertThat(heard).hasSize(10).containsOnly(TROUBLE);
    assertThat(asked).hasValue(1);
  }

  @Test
  void whoComesAfterTroubleAsksAnew() {
    answer = () -> TROUBLE;
    recent.look();
    answer = () -> new Lookup.Seen<>(asked.get());

    assertThat(recent.look()).isEqualTo(new Lookup.Seen<>(2));
  }

  @Test
  void aBugIsHeardByWhoHitItAndHoldsUpNobody() {
    answer =
        () -> {
          throw new IllegalStateException("a bug");
        };
    assertThatThrownBy(recent::look).hasRootCauseMessage("a bug");
    answer = () -> new Lookup.Seen<>(asked.get());

    assertThat(recent.look()).isEqualTo(new Lookup.Seen<>(2));
  }

  @Test
  void whatIsOnItsWayIsForgottenTooForWhoComesAfterwards() {
    answer =
        () -> {
          recent.forget();
          return new Lookup.Seen<>(asked.get());
        };
    recent.look();

    assertThat(recent.look()).isEqualTo(new Lookup.Seen<>(2));
  }

  /** Answers only once ten others wait for the answer. */
  private Lookup<Integer> whileOthersWait(Lookup<Integer> told) {
    IntStream.range(0, 10)
        .forEach(_ -> waiting.add(Thread.ofVirtual().start(() -> heard.add(recent.look()))));
    await().until(() -> waiting.stream().allMatch(one -> one.getState() == Thread.State.WAITING));
    return told;
  }
}
