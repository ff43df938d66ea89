package dev.backupsync.azure.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.azure.Heard;
import dev.backupsync.azure.auth.AzureTokenCache.LoginResult;
import dev.backupsync.azure.auth.AzureTokenCache.NoToken;
import dev.backupsync.azure.auth.AzureTokenCache.Token;
import dev.backupsync.simulator.HandClock;
import dev.backupsync.statemachine.TestClocks;
import dev.backupsync.time.Clocks;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class AzureTokenCacheTest {
  static final NoToken NONE =
      new NoToken(ConnectionReason.UNREACHABLE, SyncError.of("Unreachable", "gone"));

  final HandClock clock = new HandClock();
  final AtomicInteger logins = new AtomicInteger();
  final Heard traffic = new Heard();
  volatile boolean alive = true;
  volatile NoToken refusal = NONE;
  final AzureTokenCache tokens =
      new AzureTokenCache(this::login, traffic, TestClocks.movedBy(clock));

  private LoginResult login() {
    var number = logins.incrementAndGet();
    return alive ? new Token("t" + number, clock.instant().plus(Duration.ofHours(1))) : refusal;
  }

  @Test
  void aTokenServesUntilItIsAboutToExpire() {
    assertThat(value(tokens.current())).isEqualTo("t1");
    clock.advance(Duration.ofMinutes(54));
    assertThat(value(tokens.current())).isEqualTo("t1");
    clock.advance(Duration.ofMinutes(2));
    assertThat(value(tokens.current())).isEqualTo("t2");
    assertThat(traffic.logins()).containsExactly(true, true);
  }

  /** Neither by the next run that needs a token, nor by a probe. */
  @Test
  void anIssuerThatNamesATimeIsNotAskedBefore() {
    alive = false;
    refusal = new NoToken(NONE.reason(), NONE.error(), Optional.of(Duration.ofSeconds(90)));
    assertThat(tokens.current()).isEqualTo(refusal);

    clock.advance(Duration.ofSeconds(89));
    assertThat(tokens.current()).isEqualTo(refusal);
    assertThat(tokens.fresh()).isEqualTo(refusal);
    assertThat(logins).hasValue(1);

    clock.advance(Duration.ofSeconds(1));
    alive = true;
    assertThat(tokens.fresh()).isInstanceOf(Token.class);
  }

  @Test
  void aRefusedSecretIsTriedOnceInAWhileSoThatNoAccountIsLocked() {
    alive = false;
    refusal = new NoToken(ConnectionReason.CREDENTIALS_INVALID, NONE.error());
    for (int i = 0; i < 10; i++) {
      assertThat(tokens.current()).isEqualTo(refusal);
    }
    assertThat(logins).hasValue(1);

    tokens.fresh(); // a probe
    assertThat(logins).hasValue(2);
    clock.advance(AzureTokenCache.PAUSE);
    tokens.current();
    assertThat(logins).hasValue(3);
  }

  @Test
  void aFailedRenewalIsNoTroubleWhileTheTokenIsGoodAndIsNotRepeatedForEachRequest() {
    tokens.current();
    clock.advance(Duration.ofMinutes(56));
    alive = false;

    assertThat(value(tokens.current())).isEqualTo("t1");
    assertThat(value(tokens.current())).isEqualTo("t1");
    assertThat(logins).hasValue(2);

    clock.advance(Duration.ofMinutes(5));
    assertThat(tokens.current()).isEqualTo(NONE);
  }

  @Test
  void aRefusedTokenIsReplacedOnceForAllWhoUsedIt() {
    var refused = (Token) tokens.current();

    assertThat(value(tokens.insteadOf(refused))).isEqualTo("t2");
    assertThat(value(tokens.insteadOf(refused))).isEqualTo("t2");
    assertThat(value(tokens.current())).isEqualTo("t2");
  }

  @Test
  void aRefusedTokenIsNeverUsedAgain() {
    var refused = (Token) tokens.current();
    alive = false;

    assertThat(tokens.insteadOf(refused)).isEqualTo(NONE);
    assertThat(tokens.current()).isEqualTo(NONE);
  }

  @Test
  void allWhoWaitShareOneLogin() throws Exception {
    var gate = new CountDownLatch(1);
    var asked = new AtomicInteger();
    var slow =
        new AzureTokenCache(
            () -> {
              asked.incrementAndGet();
              try {
                gate.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return NONE;
            },
            traffic,
            TestClocks.movedBy(clock));
    var answers = new CopyOnWriteArrayList<LoginResult>();
    var threads =
        IntStream.range(0, 20)
            .mapToObj(_ -> Thread.ofVirtual().start(() -> answers.add(slow.current())))
            .toList();
    Awaitility.await()
        .until(() -> threads.stream().allMatch(one -> one.getState() == Thread.State.WAITING));
    gate.countDown();
    for (var thread : threads) {
      thread.join();
    }

    assertThat(answers).hasSize(20).containsOnly(NONE);
    assertThat(asked).hasValue(1);
  }

  /** Else a refusal of half a minute, or a token of an hour, would last for hours more. */
  @Test
  void aClockThatIsPutBackProlongsNothing() {
    var nanos = new AtomicLong();
    var held = new AzureTokenCache(this::login, traffic, new Clocks(clock, nanos::get));
    alive = false;
    refusal = new NoToken(ConnectionReason.CREDENTIALS_INVALID, NONE.error());
    held.current();
    alive = true;

    clock.advance(Duration.ofHours(-2));
    assertThat(held.current()).isEqualTo(refusal);
    nanos.addAndGet(AzureTokenCache.PAUSE.toNanos());
    assertThat(value(held.current())).isEqualTo("t2");

    clock.advance(Duration.ofHours(-2));
    assertThat(value(held.current())).isEqualTo("t2");
    nanos.addAndGet(Duration.ofMinutes(56).toNanos());
    assertThat(value(held.current())).isEqualTo("t3");
  }

  @Test
  void aTokenIsNeverTold() {
    assertThat(tokens.current().toString()).doesNotContain("t1");
  }

  private static String value(LoginResult login) {
    return ((Token) login).value();
  }
}
