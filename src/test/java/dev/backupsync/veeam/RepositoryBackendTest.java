package dev.backupsync.veeam;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backupsync.api.v1alpha1.Operation;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.RepositoryRef;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.VeeamApiVersion;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.ForeignHost;
import dev.backupsync.simulator.Match;
import dev.backupsync.simulator.Reply;
import dev.backupsync.simulator.VeeamRepository;
import dev.backupsync.simulator.VeeamScript;
import dev.backupsync.simulator.VeeamScript.End;
import dev.backupsync.simulator.VeeamScript.ListForm;
import dev.backupsync.simulator.VeeamScript.ProgressForm;
import dev.backupsync.simulator.VeeamScript.SecondStart;
import dev.backupsync.simulator.VeeamServer;
import dev.backupsync.vendor.Need;
import dev.backupsync.vendor.Outcome;
import dev.backupsync.vendor.Progress;
import dev.backupsync.vendor.Progress.Activity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryBackendTest {
  private static final String LIST = "/v./RepositorySynchronizeSessions";
  private static final String SESSION = LIST + "/[^/]+";
  private static final String REPOSITORY = "/v./BackupRepositories/[^/]+";

  private final VeeamServer server = VeeamServer.started();
  private final VeeamRepository mail = server.addRepository("Mail");
  private final Run run = Links.run(mail.id().toString());
  private final Links links = new Links();
  private VeeamClient link = links.open(server);

  RepositoryBackendTest() {
    server.script().duration(VeeamScript.BY_HAND);
  }

  @AfterEach
  void close() {
    link.close();
    server.close();
  }

  @ParameterizedTest
  @EnumSource(VeeamApiVersion.class)
  void aRunIsStartedFollowedAndEndedInEveryVersion(VeeamApiVersion version) {
    link = links.open(server, version);

    assertThat(link.backend().locate(run))
        .isEqualTo(new Outcome.Absent(new Need.Needed(), true, List.of()));
    var started = start(run);
    assertThat(started.activity()).isEqualTo(Activity.WORKING);
    var followed = run.withOperation(started.operation().orElseThrow());
    server.advance(mail.id(), 35);
    assertThat(link.backend().poll(followed))
        .isEqualTo(
            new Outcome.Running(
                new Progress(
                    Optional.empty(),
                    OptionalInt.of(35),
                    Optional.of("Synchronizing"),
                    Activity.WORKING,
                    Optional.empty())));
    server.finish(mail.id());
    assertThat(link.backend().poll(followed)).isInstanceOf(Outcome.Succeeded.class);

    assertThat(link.backend().locate(run))
        .isEqualTo(new Outcome.Absent(new Need.NotNeeded(), true, List.of()));
    assertThat(mail.acceptedStarts()).isEqualTo(1);
    assertThat(server.count("*", "(?!/" + version.word() + "/).*")).isZero();
  }

  @ParameterizedTest
  @EnumSource(VeeamApiVersion.class)
  void aRunIsStoppedInEveryVersion(VeeamApiVersion version) {
    link = links.open(server, version);
    var followed = run.withOperation(start(run).operation().orElseThrow());

    assertThat(link.backend().cancel(followed)).isEqualTo(new Outcome.Cancelled());
    server.forgetSessions();
    assertThat(link.backend().cancel(followed)).isEqualTo(new Outcome.Cancelled());

    assertThat(server.stops()).isEqualTo(1);
    assertThat(server.runningSessions()).isEmpty();
  }

  @Test
  void operationsHaveFixedNames() {
    var followed = run.withOperation(start(run).operation().orElseThrow());
    link.backend().locate(Links.named("Mail"));
    link.backend().poll(followed);
    link.backend().cancel(followed);

    assertThat(links.operations())
        .containsExactly(
            "version", "token", "start", "repositories", "sessions", "session", "stop");
  }

  /** A server that was taken over could have our token sent anywhere. */
  @Test
  void linksInAnswersAreNotFollowed() {
    try (var elsewhere = ForeignHost.started()) {
      server.script().editSessions(json -> lead(json, elsewhere.url().toString()));

      var followed = run.withOperation(start(run).operation().orElseThrow());
      assertThat(link.backend().poll(followed)).isInstanceOf(Outcome.Running.class);
      assertThat(link.backend().locate(run)).isInstanceOf(Outcome.Running.class);
      assertThat(link.backend().cancel(followed)).isEqualTo(new Outcome.Cancelled());

      assertThat(elsewhere.requests().all()).isEmpty();
    }
  }

  private static void lead(ObjectNode session, String host) {
    session.putObject("_links").putObject("self").put("href", host + "/self");
    session.put("href", host + "/href").put("nextLink", host + "/next");
  }

  @Test
  void whatRunsAlreadyIsAdopted() {
    var session = server.plantSession(mail.id(), 20);

    assertThat(adopted(link.backend().locate(run)).operation()).hasValue(Links.session(session));
    assertThat(server.count("POST", ".*/Sync")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"synchronizing", "Verifying"})
  void aStateNobodyKnowsIsInProgress(String state) {
    server.plantSession(mail.id(), 20);
    server.script().editSessions(json -> json.put("state", state));

    assertThat(adopted(link.backend().locate(run)).vendorState()).hasValue(state);
  }

  @Test
  void aSessionWithoutAStateIsInProgressAndOneWithoutAnIdIsAdoptedToo() {
    server.plantSession(mail.id(), 20);
    server.script().editSessions(json -> json.putNull("state").putNull("id"));

    assertThat(adopted(link.backend().locate(run)).operation()).hasValue(Operation.UNNAMED);
  }

  @Test
  void anotherRepositorysSessionIsNotOurs() {
    server.plantSession(server.addRepository("Other").id(), 20);

    assertThat(link.backend().locate(run))
        .isEqualTo(new Outcome.Absent(new Need.Needed(), true, List.of()));
  }

  @Test
  void aSessionOfThePastIsABystanderUnlessOurStartMayHaveMadeIt() {
    server.script().end(new End.StayNone());
    var past = server.plantSession(mail.id(), 20);
    server.finish(mail.id());

    assertThat(link.backend().locate(run))
        .isEqualTo(new Outcome.Absent(new Need.NotNeeded(), true, List.of(past)));

    var inDoubt = run.withSentTime(Instant.EPOCH);
    assertThat(adopted(link.backend().locate(inDoubt)).operation()).hasValue(Links.session(past));
    assertThat(link.backend().locate(inDoubt.withBystanders(List.of(past))))
        .isInstanceOf(Outcome.Absent.class);
  }

  @Test
  void aRunThatFailedBeforeItsStartWasHeardOfIsFound() {
    server.script().end(new End.Fail("no space"));
    server.faults().next(Match.post(".*/Sync"), Fault.lostAnswer());
    assertThat(link.backend().start(run, () -> true)).isInstanceOf(Outcome.Unknown.class);
    server.finish(mail.id());

    var found = adopted(link.backend().locate(run.withSentTime(Instant.EPOCH)));
    var verdict = link.backend().poll(run.withOperation(found.operation().orElseThrow()));

    assertThat(((Outcome.Failed) verdict).error().message()).isEqualTo("no space");
    assertThat(mail.acceptedStarts()).isEqualTo(1);
  }

  @Test
  void manySessionsOfThePastAreNotAllRememberedAndThenNoneIsTakenForOurs() {
    var list =
        IntStream.range(0, 30)
            .mapToObj(
                i -> "{'id': 's%d', 'repositoryId': '%s', 'state': 'None'}".formatted(i, mail.id()))
            .toList();
    server.faults().always(Match.get(LIST), Fault.status(200, list.toString().replace('\'', '"')));

    var bystanders = ((Outcome.Absent) link.backend().locate(run)).bystanders();

    assertThat(bystanders).hasSize(20);
    var inDoubt = run.withSentTime(Instant.EPOCH).withBystanders(bystanders);
    assertThat(link.backend().locate(inDoubt)).isInstanceOf(Outcome.Absent.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 405})
  void withoutAListNothingIsKnownAndThatIsSaid(int status) {
    server.faults().always(Match.get(LIST), Fault.status(status));

    assertThat(link.backend().locate(run))
        .isEqualTo(new Outcome.Absent(new Need.Needed(), false, List.of()));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 409, 500})
  void aMigrationLockSaysThatAPersonMustAct(int status) {
    var locked = "{\"message\": \"The repository is locked by a migration.\"}";
    server.faults().always(Match.post(REPOSITORY + "/Sync"), Fault.status(status, locked));

    var refused = (Outcome.Deferred) link.backend().start(run, () -> true);

    assertThat(refused.reason()).isEqualTo(Reason.START_REFUSED);
    assertThat(refused.retryAfter()).as("the wait that grows").isEmpty();
    assertThat(refused.error().message()).contains("until somebody acts", "locked by a migration");
    assertThat(refused.error().recommendedActions()).first().asString().contains("migration");
  }

  static Stream<Arguments> unseen() {
    return Stream.of(
        Arguments.of(Fault.status(403), Reason.ACCESS_DENIED),
        Arguments.of(Fault.status(404), Reason.TARGET_NOT_FOUND),
        Arguments.of(Fault.status(405), Reason.TARGET_NOT_FOUND),
        Arguments.of(Fault.status(200, "{\"isOutOfSync\": null}"), Reason.TARGET_NOT_FOUND));
  }

  @ParameterizedTest
  @MethodSource("unseen")
  void withoutARepositoryTheNeedIsUnseen(Fault fault, Reason reason) {
    server.faults().always(Match.get(REPOSITORY), fault);

    var need = ((Outcome.Absent) link.backend().locate(run)).need();

    assertThat(((Need.NotVisible) need).reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @EnumSource(VeeamApiVersion.class)
  void aRepositoryIsFoundByNameAmongMany(VeeamApiVersion version) {
    link = links.open(server, version);
    for (int i = 0; i < 1100; i++) {
      server.addRepository("R" + i);
    }
    var last = server.addRepository("Last one");

    start(Links.named("Last one"));

    assertThat(last.acceptedStarts()).isEqualTo(1);
    assertThat(server.count("GET", "/v./BackupRepositories"))
        .isEqualTo(version == VeeamApiVersion.V8 ? 2 : 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mail", "Mail ", "Mai", "None"})
  void aNameMustMatchToTheLetter(String name) {
    for (var outcome :
        List.of(
            link.backend().locate(Links.named(name)),
            link.backend().start(Links.named(name), () -> true))) {
      assertThat(((Outcome.Rejected) outcome).reason()).isEqualTo(Reason.TARGET_NOT_FOUND);
    }
    assertThat(server.count("POST", ".*/Sync")).isZero();
  }

  @Test
  void aListThatShowsNoNamesIsNotOneThatLacksTheName() {
    server.script().editRepositories(json -> json.putNull("name"));

    assertThat(link.backend().locate(Links.named("Mail"))).isInstanceOf(Outcome.Unknown.class);
  }

  @Test
  void aStartGoesToTheRepositoryThatWasLookedAtWhateverIsNamedLikeItNow() {
    link.backend().locate(Links.named("Mail"));
    server.script().editRepositories(json -> json.put("name", "Renamed"));

    start(Links.named("Mail"));

    assertThat(mail.acceptedStarts()).isEqualTo(1);
  }

  /** Nothing is kept of a look that starts nothing. */
  @Test
  void whereALookFoundARunNoNameIsRememberedForAStart() {
    server.plantSession(mail.id(), 20);
    link.backend().locate(Links.named("Mail"));
    server.requests().clear();

    start(Links.named("Mail"));

    assertThat(server.count("GET", "/v./BackupRepositories")).isEqualTo(1);
  }

  /** Its own token is none of the gateway's business, and no wrong password either. */
  @Test
  void aGatewaysLogInOnTheWayIsNoRefusalOfOurToken() {
    link.backend().locate(run);
    var refusal = Reply.empty(401).with("WWW-Authenticate", "Negotiate");
    server.faults().always(Match.get(LIST), new Fault.Answer(refusal));
    server.faults().always(Match.post(".*/Sync"), new Fault.Answer(refusal));
    server.requests().clear();

    for (var outcome : List.of(link.backend().locate(run), link.backend().start(run, () -> true))) {
      var deferred = (Outcome.Deferred) outcome;
      assertThat(deferred.reason()).isEqualTo(Reason.PROGRESSING_WITH_RETRY);
      assertThat(deferred.error().code()).isEqualTo("GatewayLogin");
    }
    assertThat(server.requests().all()).hasSize(2);
  }

  @Test
  void anAmbiguousNameIsToldWithItsIds() {
    var twin = server.addRepository("Mail");

    var refusal = (Outcome.Rejected) link.backend().start(Links.named("Mail"), () -> true);

    assertThat(refusal.reason()).isEqualTo(Reason.AMBIGUOUS_TARGET);
    assertThat(refusal.error().message()).contains(mail.id().toString(), twin.id().toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 405})
  void aNameThatCannotBeLookedUpIsRefusedWithAdvice(int status) {
    server.faults().always(Match.get("/v./BackupRepositories"), Fault.status(status));

    var refusal = (Outcome.Rejected) link.backend().locate(Links.named("Mail"));

    assertThat(refusal.error().recommendedActions().getFirst()).contains("spec.repository.id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../v8/Users", "a/b", "a?b", "", "a b"})
  void anIdThatCouldLeadElsewhereIsRefusedAndNotSent(String id) {
    var odd = Links.run(new RepositoryRef(id, null));

    assertThat(((Outcome.Rejected) link.backend().start(odd, () -> true)).reason())
        .isEqualTo(Reason.INVALID_SPEC);
    assertThat(server.requests().all()).isEmpty();
  }

  @Test
  void aSessionIdThatCouldLeadElsewhereIsNotSent() {
    var session = server.plantSession(mail.id(), 20);
    var odd = run.withOperation(Links.session("../BackupRepositories/" + mail.id()));

    assertThat(adopted(link.backend().poll(odd)).operation()).hasValue(Links.session(session));
    assertThat(server.count("GET", SESSION)).isZero();
  }

  @Test
  void anUnknownRepositoryIsRefused() {
    var refusal =
        (Outcome.Rejected)
            link.backend().start(Links.run(UUID.randomUUID().toString()), () -> true);

    assertThat(refusal.reason()).isEqualTo(Reason.TARGET_NOT_FOUND);
    assertThat(refusal.error().code()).isEqualTo("ResourceNotFound");
    assertThat(refusal.error().toString()).doesNotContain("Veeam.Archiver");
  }

  static Stream<Arguments> secondStarts() {
    return Stream.of(
        Arguments.of(SecondStart.SAME_SESSION, Outcome.Running.class),
        Arguments.of(SecondStart.CONFLICT, Outcome.Deferred.class),
        Arguments.of(SecondStart.BAD_REQUEST, Outcome.Running.class),
        Arguments.of(SecondStart.SERVER_ERROR, Outcome.Running.class));
  }

  @ParameterizedTest
  @MethodSource("secondStarts")
  void aStartOfWhatRunsAlreadyEndsInTheSameSession(SecondStart answer, Class<Outcome> type) {
    var session = server.plantSession(mail.id(), 20);
    server.script().secondStart(answer);

    var outcome = link.backend().start(run, () -> true);

    assertThat(outcome).isInstanceOf(type);
    if (outcome instanceof Outcome.Running(var progress)) {
      assertThat(progress.operation()).hasValue(Links.session(session));
    }
    assertThat(mail.maxConcurrentSessions()).isEqualTo(1);
  }

  @Test
  void anAnswerWithAForeignRepositoryIdIsOurs() {
    server.script().editStart(json -> json.put("repositoryId", UUID.randomUUID().toString()));

    assertThat(start(run).operation().orElseThrow().knownId()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 202, 204})
  void aStartMayBeAnsweredWithoutABody(int status) {
    var lost = new Fault.AfterProcessing(Fault.status(status));
    server.faults().next(Match.post(".*/Sync"), lost);

    var unnamed = run.withOperation(start(run).operation().orElseThrow());

    assertThat(unnamed.knownOperation()).hasValue(Operation.UNNAMED);
    assertThat(adopted(link.backend().poll(unnamed)).operation())
        .hasValue(Links.session(server.runningSessions().getFirst()));
    assertThat(link.backend().cancel(unnamed)).isEqualTo(new Outcome.Cancelled());
    assertThat(server.stops()).isEqualTo(1);
  }

  @Test
  void aStartThatFailsAtOnceFailed() {
    server.script().editStart(json -> json.put("state", "Failed").put("error", "no storage"));

    var failed = (Outcome.Failed) link.backend().start(run, () -> true);

    assertThat(failed.reason()).isEqualTo(Reason.SYNC_FAILED);
    assertThat(failed.error().message()).isEqualTo("no storage");
  }

  @Test
  void aStartAnsweredWithAPageIsNobodysAnswer() {
    server.faults().next(Match.post(".*/Sync"), Fault.html(200));

    assertThat(link.backend().start(run, () -> true)).isInstanceOf(Outcome.Unknown.class);
    assertThat(mail.acceptedStarts()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aQueuedSessionIsNotOverHoweverLongItIs(boolean outOfSync) {
    mail.outOfSync(outOfSync);
    server.script().queuedReads(100).progress(ProgressForm.ABSENT);
    var started = start(run);
    assertThat(started.activity()).isEqualTo(Activity.QUEUED);
    var followed =
        run.withOperation(started.operation().orElseThrow())
            .withNeededBeforeStart(outOfSync)
            .withIdlePolls(Progress.IDLE_POLLS);

    assertThat(adopted(link.backend().poll(followed)).activity()).isEqualTo(Activity.QUEUED);
    assertThat(adopted(link.backend().locate(run)).operation()).isEqualTo(started.operation());
  }

  @Test
  void anIdleSessionIsOverOnceItWasAtWork() {
    server.script().queuedReads(100);
    var followed = run.withOperation(start(run).operation().orElseThrow()).withActive(true);

    assertThat(link.backend().poll(followed)).isInstanceOf(Outcome.Unconfirmed.class);
  }

  @Test
  void anIdleSessionIsOverOnceItsRepositoryCameInSync() {
    server.script().queuedReads(100);
    var followed = run.withOperation(start(run).operation().orElseThrow());
    mail.outOfSync(false);

    assertThat(link.backend().poll(followed.withNeededBeforeStart(true)))
        .isEqualTo(new Outcome.Succeeded(Optional.of("None")));
    assertThat(link.backend().poll(followed.withNeededBeforeStart(false)))
        .isInstanceOf(Outcome.Running.class);
  }

  @Test
  void whereNeitherProgressNorRepositoryCanBeReadAnIdleSessionIsOverAfterTenPolls() {
    server.script().queuedReads(100).progress(ProgressForm.ABSENT);
    server.faults().always(Match.get(REPOSITORY), Fault.status(403));
    var followed = run.withOperation(start(run).operation().orElseThrow());

    assertThat(link.backend().poll(followed.withIdlePolls(9))).isInstanceOf(Outcome.Running.class);
    assertThat(link.backend().poll(followed.withIdlePolls(10)))
        .isEqualTo(new Outcome.Succeeded(Optional.of("None")));
  }

  @Test
  void idleSessionsOfThePastOccupyNothing() {
    server.script().editSessions(json -> json.put("state", "None"));
    var one = server.plantSession(mail.id(), 20);
    var known = run.withBystanders(List.of(one));
    assertThat(adopted(link.backend().locate(run)).operation()).hasValue(Links.session(one));
    assertThat(link.backend().locate(known)).isInstanceOf(Outcome.Absent.class);

    var other = server.plantSession(mail.id(), 20);
    assertThat(link.backend().locate(run))
        .as("of several, some are over")
        .isInstanceOf(Outcome.Absent.class);
    assertThat(adopted(link.backend().locate(known)).operation()).hasValue(Links.session(other));
  }

  static Stream<End> ends() {
    return Stream.of(new End.Vanish(), new End.StayNone(), new End.StayAtHundred());
  }

  @ParameterizedTest
  @MethodSource("ends")
  void theRepositoryTellsTheEndWhateverIsLeftOfTheSession(End end) {
    server.script().end(end).outOfSyncLag(1);
    var followed = run.withOperation(start(run).operation().orElseThrow()).withActive(true);
    server.finish(mail.id());

    var first = (Outcome.Unconfirmed) link.backend().poll(followed);
    assertThat(first.reason())
        .isEqualTo(end instanceof End.Vanish ? Reason.SESSION_LOST : Reason.STILL_OUT_OF_SYNC);
    assertThat(link.backend().poll(followed)).isInstanceOf(Outcome.Succeeded.class);
  }

  @Test
  void aFailedSessionIsTheVendorsVerdict() {
    var followed = run.withOperation(start(run).operation().orElseThrow());
    server.fail(mail.id(), "disk\r\nfull");

    assertThat(((Outcome.Failed) link.backend().poll(followed)).error().message())
        .isEqualTo("disk full");
  }

  @Test
  void aLostSessionLeavesTheRepositoryOutOfSync() {
    var followed = run.withOperation(start(run).operation().orElseThrow());
    server.forgetSessions();

    assertThat(((Outcome.Unconfirmed) link.backend().poll(followed)).reason())
        .isEqualTo(Reason.SESSION_LOST);
  }

  @Test
  void aLostSessionWhoseRepositoryIsSynchronizedByAnotherIsFollowedThere() {
    var followed = run.withOperation(start(run).operation().orElseThrow());
    server.forgetSessions();
    var other = server.plantSession(mail.id(), 5);

    assertThat(adopted(link.backend().poll(followed)).operation()).hasValue(Links.session(other));
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 405})
  void aSessionThatCannotBeReadAloneIsReadInTheList(int status) {
    var followed = run.withOperation(start(run).operation().orElseThrow());
    server.advance(mail.id(), 35);
    server.faults().always(Match.get(SESSION), Fault.status(status));

    var progress = ((Outcome.Running) link.backend().poll(followed)).progress();

    assertThat(progress.percent()).hasValue(35);
    assertThat(progress.operation()).isEmpty();
  }

  @Test
  void aRoleThatWasTakenAwaySaysNothingOfTheRun() {
    var followed = run.withOperation(start(run).operation().orElseThrow());
    server.faults().always(Match.get(LIST + ".*"), Fault.status(403));

    var outcome = (Outcome.Deferred) link.backend().poll(followed);

    assertThat(outcome.reason()).isEqualTo(Reason.ACCESS_DENIED);
    assertThat(outcome.retryAfter()).isPresent();
  }

  @Test
  void anEndedSessionWhoseRepositoryIsNotShownDecidesItself() {
    server.script().end(new End.StayNone());
    var followed = run.withOperation(start(run).operation().orElseThrow());
    server.finish(mail.id());
    server.faults().always(Match.get(REPOSITORY), Fault.status(404));

    assertThat(link.backend().poll(followed)).isEqualTo(new Outcome.Succeeded(Optional.of("None")));
  }

  @Test
  void aRunByNameWhoseRepositoryWasRenamedMeanwhileIsFollowedToItsEnd() {
    server.script().end(new End.StayNone());
    var named = Links.named("Mail");
    var followed = named.withOperation(start(named).operation().orElseThrow());
    mail.rename("Post");
    server.finish(mail.id());

    assertThat(link.backend().poll(followed)).isInstanceOf(Outcome.Succeeded.class);
  }

  @ParameterizedTest
  @EnumSource(ListForm.class)
  void theListIsReadInEveryForm(ListForm form) {
    server.script().list(form);
    var session = server.plantSession(mail.id(), 20);

    assertThat(adopted(link.backend().locate(run)).operation()).hasValue(Links.session(session));
  }

  @ParameterizedTest
  @EnumSource(ProgressForm.class)
  void theProgressIsReadInEveryFormAndNeverInvented(ProgressForm form) {
    server.script().progress(form);
    server.plantSession(mail.id(), 20);

    assertThat(adopted(link.backend().locate(run)).percent())
        .isEqualTo(
            switch (form) {
              case NUMBER, TEXT -> OptionalInt.of(20);
              case NULL, ABSENT -> OptionalInt.empty();
            });
  }

  @ParameterizedTest
  @EnumSource(VeeamApiVersion.class)
  void aServerWithTheSeedsCallsAloneIsEnoughForAPlainRun(VeeamApiVersion version) {
    link = links.open(server, version);
    server.offerOnlySeedCalls();
    server.script().end(new End.StayAtHundred());

    var absent = (Outcome.Absent) link.backend().locate(run);
    assertThat(absent.conclusive()).isFalse();
    assertThat(absent.need()).isInstanceOf(Need.NotVisible.class);
    var followed = run.withOperation(start(run).operation().orElseThrow());
    assertThat(link.backend().poll(followed)).isInstanceOf(Outcome.Running.class);
    server.finish(mail.id());
    assertThat(link.backend().poll(followed)).isInstanceOf(Outcome.Succeeded.class);
  }

  @Test
  void aRunThatCannotBeNamedOrListedCannotBeStopped() {
    server.offerOnlySeedCalls();

    assertThat(link.backend().cancel(run.withOperation(Operation.UNNAMED)))
        .isEqualTo(new Outcome.CancelUnsupported());
  }

  @Test
  void aRunThatWasNeverSeenIsCancelledWithoutAStop() {
    assertThat(link.backend().cancel(run)).isEqualTo(new Outcome.Cancelled());
    assertThat(server.count("POST", ".*/StopSynchronize")).isZero();
  }

  private Progress start(Run some) {
    return adopted(link.backend().start(some, () -> true));
  }

  private static Progress adopted(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Running.class);
    return ((Outcome.Running) outcome).progress();
  }
}
