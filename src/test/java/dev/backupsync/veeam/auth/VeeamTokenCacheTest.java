package dev.backupsync.veeam.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.VeeamApiVersion;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.HandClock;
import dev.backupsync.simulator.Match;
import dev.backupsync.simulator.VeeamServer;
import dev.backupsync.simulator.VeeamTokens.ExpiresIn;
import dev.backupsync.veeam.Links;
import dev.backupsync.veeam.VeeamClient;
import dev.backupsync.vendor.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VeeamTokenCacheTest {
  private static final String TOKEN = "/v./Token";
  private static final String SESSIONS = "/v./RepositorySynchronizeSessions";

  private final HandClock clock = new HandClock();
  private final VeeamServer server = VeeamServer.started(clock, 0);
  private final String repository = server.addRepository("Mail").id().toString();
  private final Links links = new Links();
  private VeeamClient link = open(VeeamServer.PASSWORD);

  @BeforeEach
  void lifetime() {
    server.tokens().lifetime(Duration.ofMinutes(10)).expiresIn(ExpiresIn.TEXT);
  }

  @AfterEach
  void close() {
    link.close();
    server.close();
  }

  @Test
  void manyThreadsShareOneGrant() throws InterruptedException, ExecutionException {
    manyThreadsLook();

    assertThat(server.count("POST", TOKEN)).isEqualTo(1);
    assertThat(links.logins()).containsExactly(true);
  }

  @Test
  void manyThreadsReplaceARefusedTokenOnce() throws InterruptedException, ExecutionException {
    look();
    server.tokens().revokeAccess();

    manyThreadsLook();

    assertThat(server.count("POST", TOKEN)).isEqualTo(2);
  }

  /** Each would wait for as long as the first, one after the other. */
  @Test
  void whoeverWaitsForALogInThatFailsHasFailedAsWell()
      throws InterruptedException, ExecutionException {
    var version = Optional.of(VeeamApiVersion.V8);
    link =
        links.open(
            server, version, VeeamServer.PASSWORD, clock, Links.TRUSTING, Duration.ofSeconds(1));
    look();
    server.tokens().revokeAccess();
    server.faults().always(Match.post(TOKEN), new Fault.Silence());
    var run = Links.run("08d2e6c0-89d5-49bf-8a9b-873f5064d9be").withOperation(Links.session("one"));
    Callable<Outcome> look = () -> link.backend().poll(run); // each asks for itself

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var looks = threads.invokeAll(IntStream.range(0, 8).mapToObj(_ -> look).toList());
      for (var one : looks) {
        assertThat(one.get()).isInstanceOf(Outcome.Deferred.class);
      }
    }

    assertThat(server.count("POST", TOKEN)).isEqualTo(2);
  }

  private void manyThreadsLook() throws InterruptedException, ExecutionException {
    Callable<Outcome> look = this::look;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var looks = threads.invokeAll(IntStream.range(0, 50).mapToObj(_ -> look).toList());
      for (var one : looks) {
        assertThat(one.get()).isInstanceOf(Outcome.Absent.class);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(VeeamApiVersion.class)
  void aTokenIsRefreshedBeforeItExpiresInEveryVersion(VeeamApiVersion version) {
    link = links.open(server, Optional.of(version), VeeamServer.PASSWORD, clock);
    look();
    clock.advance(Duration.ofSeconds(539));
    look();
    assertThat(server.count("POST", TOKEN)).isEqualTo(1);

    clock.advance(Duration.ofSeconds(1));
    look();
    clock.advance(Duration.ofMinutes(9));
    look();

    assertThat(server.count("POST", TOKEN)).isEqualTo(3);
    assertThat(server.requests().count("GET", SESSIONS, 401)).isZero();
    assertThat(links.logins()).containsExactly(true, true, true);
  }

  @Test
  void aRefusedRefreshFallsBackToThePasswordOnce() {
    look();
    server.tokens().revokeRefresh();
    clock.advance(Duration.ofMinutes(9));

    assertThat(look()).isInstanceOf(Outcome.Absent.class);

    assertThat(server.count("POST", TOKEN)).isEqualTo(3);
    assertThat(links.logins()).containsExactly(true, false, true);
  }

  @Test
  void aRefreshThatNobodyAnswersIsNotRepeatedAndThePasswordServesNextTime() {
    look();
    clock.advance(Duration.ofMinutes(9));
    server.faults().next(Match.post(TOKEN), Fault.lostAnswer());

    assertThat(look()).isInstanceOf(Outcome.Deferred.class);
    assertThat(server.count("POST", TOKEN)).isEqualTo(2);

    assertThat(look()).isInstanceOf(Outcome.Absent.class);
    assertThat(server.count("POST", TOKEN)).isEqualTo(3);
  }

  @Test
  void aTokenThatTheServerNoLongerTakesIsReplacedOnce() {
    look();
    server.tokens().revokeAccess();

    assertThat(look()).isInstanceOf(Outcome.Absent.class);

    assertThat(server.requests().count("GET", SESSIONS, 401)).isEqualTo(1);
    assertThat(server.count("POST", TOKEN)).isEqualTo(2);
  }

  @Test
  void aStartThatWasRefusedForItsTokenIsSentOnceMore() {
    look();
    server.tokens().revokeAccess();

    assertThat(link.backend().start(Links.run(repository), () -> true))
        .isInstanceOf(Outcome.Running.class);

    assertThat(server.count("POST", ".*/Sync")).isEqualTo(2);
    assertThat(server.requests().count("POST", ".*/Sync", 200)).isEqualTo(1);
  }

  @Test
  void aServerThatRefusesItsOwnTokensIsNotAskedForEver() {
    server.faults().always(Match.get(SESSIONS), Fault.status(401));

    var outcome = (Outcome.Deferred) look();

    assertThat(outcome.reason()).isEqualTo(Reason.CONNECTION_NOT_READY);
    assertThat(server.count("GET", SESSIONS)).isEqualTo(2);
    assertThat(server.count("POST", TOKEN)).isEqualTo(2);
  }

  @Test
  void wrongCredentialsAreTriedOnceInAWhileSoThatNoAccountIsLocked() {
    link = open("wrong");

    for (int i = 0; i < 10; i++) {
      var outcome = (Outcome.Deferred) look();
      assertThat(outcome.reason()).isEqualTo(Reason.CONNECTION_NOT_READY);
      assertThat(outcome.error().message()).isEqualTo("The user name or password is incorrect.");
    }
    assertThat(server.count("POST", TOKEN)).isEqualTo(1);

    clock.advance(VeeamTokenCache.PAUSE);
    look();
    assertThat(server.count("POST", TOKEN)).isEqualTo(2);
    assertThat(server.count("GET", SESSIONS)).isZero();
  }

  @Test
  void aLogInThatIsThrottledWaitsAsLongAsToldTo() {
    server.faults().always(Match.post(TOKEN), Fault.retryAfter(429, Duration.ofSeconds(17)));

    var outcome = (Outcome.Deferred) look();

    assertThat(outcome.reason()).isEqualTo(Reason.THROTTLED);
    assertThat(outcome.retryAfter()).hasValue(Duration.ofSeconds(17));
  }

  /** Neither by the next run that needs a token, nor by a probe. */
  @Test
  void aLogInThatIsThrottledIsNotTriedBeforeItsTime() {
    server.faults().always(Match.post(TOKEN), Fault.retryAfter(503, Duration.ofSeconds(90)));
    look();
    assertThat(server.count("POST", TOKEN)).isEqualTo(1);

    clock.advance(Duration.ofSeconds(89));
    look();
    link.probe();
    look();
    assertThat(server.count("POST", TOKEN)).isEqualTo(1);

    clock.advance(Duration.ofSeconds(1));
    server.faults().clear();
    assertThat(look()).isInstanceOf(Outcome.Absent.class);
    assertThat(server.count("POST", TOKEN)).isEqualTo(2);
  }

  @Test
  void closingLogsOut() {
    look();

    link.close();

    assertThat(server.requests().count("POST", "/v8/token/logout", 204)).isEqualTo(1);
    assertThat(links.operations()).endsWith("logout");
  }

  @Test
  void closingALinkThatNeverLoggedInAsksNobody() {
    link.close();

    assertThat(server.requests().all()).isEmpty();
  }

  @Test
  void versionSixKnowsNoLogOut() {
    link = links.open(server, Optional.of(VeeamApiVersion.V6), VeeamServer.PASSWORD, clock);
    look();

    link.close();

    assertThat(server.count("POST", ".*logout")).isZero();
  }

  private Outcome look() {
    return link.backend().locate(Links.run(repository));
  }

  private VeeamClient open(String password) {
    return links.open(server, Optional.empty(), password, clock);
  }
}
