package dev.backupsync.veeam;

import static dev.backupsync.api.v1alpha1.Reason.ACCESS_DENIED;
import static dev.backupsync.api.v1alpha1.Reason.CONNECTION_NOT_READY;
import static dev.backupsync.api.v1alpha1.Reason.PROGRESSING_WITH_RETRY;
import static dev.backupsync.api.v1alpha1.Reason.SYNC_FAILED;
import static dev.backupsync.api.v1alpha1.Reason.TARGET_BUSY;
import static dev.backupsync.api.v1alpha1.Reason.TARGET_NOT_FOUND;
import static dev.backupsync.api.v1alpha1.Reason.THROTTLED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.VeeamApiVersion;
import dev.backupsync.operation.Outcome;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.Match;
import dev.backupsync.simulator.VeeamRepository;
import dev.backupsync.simulator.VeeamScript;
import dev.backupsync.simulator.VeeamServer;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every trouble at every call: what follows from it, and how often the vendor was asked. */
class VendorTroubleTest {
  private static final Duration WAIT = Duration.ofSeconds(17);
  private static final String LIST = "/v8/RepositorySynchronizeSessions";
  private static final String SESSION = LIST + "/[^/]+";
  private static final String STOP = SESSION + "/StopSynchronize";
  private static final String REPOSITORY = "/v8/BackupRepositories/[^/]+";
  private static final String START = REPOSITORY + "/Sync";

  private final VeeamServer server = VeeamServer.started();
  private final VeeamRepository mail = server.addRepository("Mail");
  private final Links links = new Links();
  private final VeeamServerLink link = links.open(server, VeeamApiVersion.V8);

  @BeforeEach
  void byHand() {
    server.script().duration(VeeamScript.BY_HAND);
  }

  @AfterEach
  void close() {
    link.close();
    server.close();
  }

  private static Stream<Arguments> trouble() {
    return Stream.of(
        row(Fault.status(408), Outcome.Unknown.class, PROGRESSING_WITH_RETRY),
        row(Fault.retryAfter(429, WAIT), Outcome.Deferred.class, THROTTLED),
        row(Fault.status(429), Outcome.Deferred.class, THROTTLED),
        row(Fault.retryAfter(503, WAIT), Outcome.Deferred.class, THROTTLED),
        row(Fault.status(503), Outcome.Unknown.class, PROGRESSING_WITH_RETRY),
        row(Fault.status(500), Outcome.Unknown.class, PROGRESSING_WITH_RETRY),
        row(Fault.html(502), Outcome.Unknown.class, PROGRESSING_WITH_RETRY),
        row(Fault.status(302), Outcome.Unknown.class, PROGRESSING_WITH_RETRY));
  }

  private static Arguments row(Fault fault, Class<? extends Outcome> type, Reason reason) {
    return Arguments.of(fault, type, reason);
  }

  static Stream<Arguments> troubleWithALook() {
    return Stream.concat(
        trouble(),
        Stream.of(
            row(Fault.status(400), Outcome.Unknown.class, PROGRESSING_WITH_RETRY),
            row(Fault.html(200), Outcome.Unknown.class, PROGRESSING_WITH_RETRY),
            row(Fault.status(204), Outcome.Unknown.class, PROGRESSING_WITH_RETRY),
            row(new Fault.Truncated(), Outcome.Unknown.class, PROGRESSING_WITH_RETRY),
            row(new Fault.Flood(10_000_000), Outcome.Unknown.class, PROGRESSING_WITH_RETRY),
            row(new Fault.Reset(), Outcome.Unknown.class, PROGRESSING_WITH_RETRY)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("troubleWithALook")
  void aListThatIsInTroubleTeachesNothing(Fault fault, Class<Outcome> type, Reason reason) {
    server.faults().always(Match.get(LIST), fault);

    judge(link.backend().locate(Links.run(id())), type, reason);

    assertThat(server.count("POST", START)).isZero();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("troubleWithALook")
  void aRepositoryThatIsInTroubleTeachesNothing(Fault fault, Class<Outcome> type, Reason reason) {
    server.faults().always(Match.get(REPOSITORY), fault);

    judge(link.backend().locate(Links.run(id())), type, reason);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("troubleWithALook")
  void aPollThatFailsIsNotARunThatFailed(Fault fault, Class<Outcome> type, Reason reason) {
    var session = server.plantSession(mail.id(), 20);
    server.faults().always(Match.get(SESSION), fault);

    judge(link.backend().poll(Links.run(id()).withOperation(Links.session(session))), type, reason);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("troubleWithALook")
  void aNameThatCannotBeLookedUpNowStartsNothing(Fault fault, Class<Outcome> type, Reason reason) {
    server.faults().always(Match.get("/v8/BackupRepositories"), fault);

    judge(link.backend().start(Links.named("Mail")), Outcome.Deferred.class, reason);
    judge(link.backend().locate(Links.named("Mail")), type, reason);

    assertThat(server.count("POST", START)).isZero();
  }

  static Stream<Arguments> troubleWithAStart() {
    return Stream.concat(
        trouble(),
        Stream.of(
            row(Fault.status(400), Outcome.Rejected.class, SYNC_FAILED),
            row(Fault.status(415), Outcome.Rejected.class, SYNC_FAILED),
            row(Fault.status(403), Outcome.Deferred.class, ACCESS_DENIED),
            row(Fault.status(404), Outcome.Rejected.class, TARGET_NOT_FOUND),
            row(Fault.status(409), Outcome.Deferred.class, TARGET_BUSY),
            row(new Fault.Reset(), Outcome.Unknown.class, PROGRESSING_WITH_RETRY),
            row(Fault.lostAnswer(), Outcome.Unknown.class, PROGRESSING_WITH_RETRY)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("troubleWithAStart")
  void aStartIsSentOnceWhateverComesOfIt(Fault fault, Class<Outcome> type, Reason reason) {
    server.faults().always(Match.post(START), fault);

    judge(link.backend().start(Links.run(id())), type, reason);

    assertThat(server.count("POST", START)).isEqualTo(1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("trouble")
  void aStopIsSentOnceWhateverComesOfIt(Fault fault, Class<Outcome> type, Reason reason) {
    var session = server.plantSession(mail.id(), 20);
    server.faults().always(Match.post(STOP), fault);

    judge(
        link.backend().cancel(Links.run(id()).withOperation(Links.session(session))), type, reason);

    assertThat(server.count("POST", STOP)).isEqualTo(1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("trouble")
  void anEndThatCannotBeConfirmedNowIsNoEnd(Fault fault, Class<Outcome> type, Reason reason) {
    server.faults().always(Match.get(REPOSITORY), fault);
    var gone = Links.run(id()).withOperation(Links.session("gone"));

    judge(link.backend().poll(gone), type, reason);
  }

  @Test
  void aCutAnswerToAStartStillSaysThatItRuns() {
    server.faults().always(Match.post(START), new Fault.Truncated());

    assertThat(link.backend().start(Links.run(id()))).isInstanceOf(Outcome.Running.class);
  }

  @Test
  void aServerErrorWithAListThatFailsTooLeavesTheStartInDoubt() {
    server.faults().always(Match.post(START), Fault.status(500));
    server.faults().always(Match.get(LIST), Fault.retryAfter(429, WAIT));

    assertThat(link.backend().start(Links.run(id()))).isInstanceOf(Outcome.Unknown.class);
  }

  @Test
  void aServerThatIsDownSurelyStartedNothing() {
    link.probe();
    server.stop();

    judge(link.backend().start(Links.run(id())), Outcome.Deferred.class, PROGRESSING_WITH_RETRY);
  }

  @Test
  void aStartThatNobodyAnswersInTimeIsInDoubt() {
    var impatient = links.impatient(server);
    impatient.probe();
    server
        .faults()
        .always(
            Match.post(START), new Fault.AfterProcessing(new Fault.Latency(Duration.ofHours(1))));

    judge(
        impatient.backend().start(Links.run(id())), Outcome.Unknown.class, PROGRESSING_WITH_RETRY);
    assertThat(mail.acceptedStarts()).isEqualTo(1);
    impatient.close();
  }

  @Test
  void withoutALogInNothingIsSent() {
    server.tokens().user(VeeamServer.USER, "changed");

    judge(link.backend().start(Links.run(id())), Outcome.Deferred.class, CONNECTION_NOT_READY);

    assertThat(links.operations()).containsExactly("token");
  }

  @Test
  void theServersPaceIsPassedOn() {
    server.faults().always(Match.get(LIST), Fault.retryAfter(503, WAIT));

    assertThat(((Outcome.Deferred) link.backend().locate(Links.run(id()))).retryAfter())
        .isEqualTo(Optional.of(WAIT));
  }

  private static void judge(Outcome outcome, Class<? extends Outcome> type, Reason reason) {
    assertThat(outcome).isInstanceOf(type);
    var told =
        switch (outcome) {
          case Outcome.Deferred deferred -> deferred.reason();
          case Outcome.Unknown unknown -> unknown.reason();
          case Outcome.Rejected rejected -> rejected.reason();
          default -> throw new AssertionError(outcome);
        };
    assertThat(told).isEqualTo(reason);
  }

  private String id() {
    return mail.id().toString();
  }
}
