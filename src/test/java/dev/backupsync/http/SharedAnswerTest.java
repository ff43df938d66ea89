package dev.backupsync.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.backupsync.simulator.HandClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharedAnswerTest {
  private static final Duration LIFE = Duration.ofSeconds(1);
  private static final Duration PATIENT = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofHours(1);

  /** A failure. */
  private static final int TROUBLE = -1;

  /** An answer that is true for a while, and of no use. */
  private static final int HIDDEN = -2;

  private final HandClock clock = new HandClock();
  private final AtomicInteger asked = new AtomicInteger();
  private final List<Thread> waiting = new CopyOnWriteArrayList<>();
  private final List<Integer> heard = new CopyOnWriteArrayList<>();
  private volatile Supplier<Integer> answer = asked::get;
  private final SharedAnswer<Integer> shared =
      new SharedAnswer<>(new CountedRequest(), clock, LIFE);

  private final class CountedRequest implements SharedRequest<Integer> {
    @Override
    public Integer send() {
      asked.incrementAndGet();
      return answer.get();
    }

    @Override
    public boolean isReusable(Integer answer) {
      return answer != TROUBLE;
    }

    @Override
    public Optional<Duration> trouble(Integer answer) {
      return switch (answer) {
        case TROUBLE -> Optional.of(Duration.ZERO);
        case HIDDEN -> Optional.of(PAUSE);
        default -> Optional.empty();
      };
    }
  }

  @Test
  void whoAsksIsToldWhatWasAskedForAfterHeCame() {
    assertThat(shared.ask(PATIENT)).hasValue(1);
    assertThat(shared.ask(PATIENT)).hasValue(2);
  }

  @Test
  void whoComesWhileAQuestionIsOnItsWaySharesTheNextOne() throws InterruptedException {
    var sent = new CountDownLatch(1);
    var arrived = new CountDownLatch(1);
    answer =
        () -> {
          answer = asked::get;
          sent.countDown();
          awaitUninterruptibly(arrived);
          return asked.get();
        };
    var first = Thread.ofVirtual().start(() -> heard.add(shared.ask(PATIENT).orElseThrow()));
    sent.await();
    othersWait(10, () -> shared.ask(PATIENT).orElseThrow());
    arrived.countDown();
    first.join();

    await().until(() -> heard.size() == 11);
    assertThat(heard).containsOnlyOnce(1).filteredOn(told -> told == 2).hasSize(10);
    assertThat(asked).hasValue(2);
  }

  @ParameterizedTest(name = "a request of {0} ms is followed by a pause of {1} ms")
  @CsvSource({"0, 0", "10, 30", "300, 900", "400, 1000", "60000, 1000"})
  void aRequestThatTookLongIsFollowedByAPause(long request, long pause) {
    assertThat(SharedAnswer.pauseAfter(Duration.ofMillis(request)))
        .isEqualTo(Duration.ofMillis(pause));
  }

  /** So that a thousand starts, one after the other, do not read a list each. */
  @Test
  void whoComesInThePauseSharesTheNextRequest() throws InterruptedException {
    answer =
        () -> {
          answer = asked::get;
          sleep(Duration.ofMillis(400));
          return asked.get();
        };
    shared.ask(PATIENT);
    othersWait(5, () -> shared.ask(PATIENT).orElseThrow());
    othersWait(5, () -> shared.ask(PATIENT).orElseThrow());

    await().until(() -> heard.size() == 10);
    assertThat(asked).hasValue(2);
  }

  @Test
  void whoDoesNotMindIsToldWhatIsOnItsWayAlsoTrouble() {
    answer =
        () -> {
          answer = asked::get;
          othersWait(10, () -> shared.recent(PATIENT).orElseThrow());
          return TROUBLE;
        };

    assertThat(shared.recent(PATIENT)).hasValue(TROUBLE);

    await().until(() -> heard.size() == 10);
    assertThat(heard).containsOnly(TROUBLE);
    assertThat(asked).hasValue(1);
  }

  /** Both callers that have another way and callers that have none. */
  @Test
  void whoWaitsForTheNextRequestWhileOneFailsDoesNotAskAgain() {
    answer =
        () -> {
          answer = asked::get;
          othersWait(5, () -> shared.ask(PATIENT).orElseThrow());
          othersWait(5, () -> shared.askUnlessInTrouble(PATIENT).orElseThrow());
          return TROUBLE;
        };

    assertThat(shared.ask(PATIENT)).hasValue(TROUBLE);

    await().until(() -> heard.size() == 10);
    assertThat(heard).containsOnly(TROUBLE);
    assertThat(asked).hasValue(1);
  }

  /** It may permit something: so it is not given to callers that came after its request. */
  @Test
  void whoHasNoOtherWayIsNotToldOfAnEarlierRequestThatDidNotFail() {
    answer =
        () -> {
          answer = asked::get;
          othersWait(5, () -> shared.ask(PATIENT).orElseThrow());
          return HIDDEN;
        };

    assertThat(shared.ask(PATIENT)).hasValue(HIDDEN);

    await().until(() -> heard.size() == 5);
    assertThat(heard).containsOnly(2);
  }

  @Test
  void whoHasAnotherWayUsesItUntilThePauseIsOver() {
    answer = () -> HIDDEN;
    shared.ask(PATIENT);
    answer = asked::get;

    clock.advance(PAUSE.minusNanos(1));
    assertThat(shared.inTrouble()).isTrue();
    assertThat(shared.askUnlessInTrouble(PATIENT)).isEmpty();
    assertThat(shared.recentUnlessInTrouble(PATIENT)).isEmpty();
    assertThat(asked).hasValue(1);
    clock.advance(Duration.ofNanos(1));
    assertThat(shared.askUnlessInTrouble(PATIENT)).hasValue(2);
  }

  @Test
  void aSlowAnswerIsTroubleToo() {
    var arrived = new CountDownLatch(1);
    answer =
        () -> {
          awaitUninterruptibly(arrived);
          return asked.get();
        };

    assertThat(shared.askUnlessInTrouble(Duration.ZERO)).isEmpty();
    assertThat(shared.askUnlessInTrouble(PATIENT)).isEmpty();
    arrived.countDown();
  }

  @Test
  void whoComesAfterTroubleAsksAnew() {
    answer = () -> TROUBLE;
    shared.recent(PATIENT);
    answer = asked::get;

    assertThat(shared.peek()).isEmpty();
    assertThat(shared.recent(PATIENT)).hasValue(2);
  }

  @Test
  void anAnswerServesUntilItsTimeIsOver() {
    assertThat(shared.recent(PATIENT)).hasValue(1);
    clock.advance(LIFE.minusNanos(1));
    assertThat(shared.recent(PATIENT)).hasValue(1);
    assertThat(shared.peek()).hasValue(1);
    clock.advance(Duration.ofNanos(1));
    assertThat(shared.peek()).isEmpty();
    assertThat(shared.recent(PATIENT)).hasValue(2);
  }

  @Test
  void itsTimeBeginsWhenItArrivesSoThatASlowServerIsSparedToo() {
    answer =
        () -> {
          clock.advance(Duration.ofSeconds(20));
          return asked.get();
        };
    shared.recent(PATIENT);

    assertThat(shared.recent(PATIENT)).hasValue(1);
  }

  @Test
  void aClockThatIsPutBackDoesNotProlongItsTime() {
    shared.recent(PATIENT);
    clock.advance(Duration.ofHours(-1));

    assertThat(shared.recent(PATIENT)).hasValue(2);
  }

  @Test
  void aBugIsHeardByWhoHitItAndHoldsUpNobody() {
    answer =
        () -> {
          throw new IllegalStateException("a bug");
        };
    assertThatThrownBy(() -> shared.ask(PATIENT)).hasRootCauseMessage("a bug");
    answer = asked::get;

    assertThat(shared.recent(PATIENT)).hasValue(2);
  }

  @Test
  void whatIsOnItsWayIsForgottenTooForWhoComesAfterwards() {
    answer =
        () -> {
          shared.forget();
          return asked.get();
        };
    shared.recent(PATIENT);
    answer = asked::get;

    assertThat(shared.recent(PATIENT)).hasValue(2);
  }

  @Test
  void whoHasNoPatienceGoesWithoutAnAnswerAndTheOthersGetTheirs() {
    var arrived = new CountDownLatch(1);
    answer =
        () -> {
          awaitUninterruptibly(arrived);
          return asked.get();
        };
    othersWait(1, () -> shared.ask(PATIENT).orElseThrow());

    assertThat(shared.ask(Duration.ZERO)).isEmpty();
    arrived.countDown();

    await().until(() -> heard.equals(List.of(1)));
  }

  @Test
  void nothingIsKeptOnceNobodyAsksAnyMore() {
    shared.recent(PATIENT);

    await().until(() -> shared.peek().isEmpty());
    assertThat(asked).hasValue(1);
  }

  private void othersWait(int number, Supplier<Integer> ask) {
    IntStream.range(0, number)
        .forEach(_ -> waiting.add(Thread.ofVirtual().start(() -> heard.add(ask.get()))));
    await()
        .until(
            () -> waiting.stream().allMatch(one -> one.getState() == Thread.State.TIMED_WAITING));
  }

  private static void sleep(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
