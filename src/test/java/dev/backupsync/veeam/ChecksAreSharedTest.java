package dev.backupsync.veeam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.RepositoryRef;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.RunPolicy;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.api.v1alpha1.VeeamApiVersion;
import dev.backupsync.simulator.AtOnce;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.HandClock;
import dev.backupsync.simulator.Match;
import dev.backupsync.simulator.VeeamRepository;
import dev.backupsync.simulator.VeeamScript;
import dev.backupsync.simulator.VeeamServer;
import dev.backupsync.statemachine.DesiredState;
import dev.backupsync.statemachine.Gate;
import dev.backupsync.statemachine.RunSettings;
import dev.backupsync.statemachine.SyncDriver;
import dev.backupsync.statemachine.TestClocks;
import dev.backupsync.vendor.Need;
import dev.backupsync.vendor.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks of many repositories share two lists; what is shared never says more than that there is
 * nothing to do, and never permits a start.
 */
class ChecksAreSharedTest {
  private static final UUID MAIL = UUID.fromString("08d2e6c0-89d5-49bf-8a9b-873f5064d9be");
  private static final String SESSIONS = "/v./RepositorySynchronizeSessions";
  private static final String REPOSITORIES = "/v./BackupRepositories";
  private static final String REPOSITORY = REPOSITORIES + "/[^/]+";
  private static final String START = ".*/Sync";
  private static final Outcome NOTHING_TO_DO =
      new Outcome.Absent(new Need.NotNeeded(), true, List.of());
  private static final Outcome NEEDED = new Outcome.Absent(new Need.Needed(), true, List.of());

  private static final Duration QUARTER = Duration.ofMinutes(15);
  private static final RunSettings IF_NEEDED =
      RunSettings.DEFAULT
          .withRunPolicy(RunPolicy.IF_NEEDED)
          .withCheckInterval(Optional.of(QUARTER));

  private final HandClock clock = new HandClock();
  private final VeeamServer server = VeeamServer.started(clock, 0);
  private final VeeamRepository mail = inOrder(MAIL, "Mail");
  private final VeeamRepository files = inOrder("Files");
  private final Links links = new Links();
  private VeeamClient link = open(Optional.empty());

  ChecksAreSharedTest() {
    server.script().duration(VeeamScript.BY_HAND);
  }

  @AfterEach
  void close() {
    link.close();
    server.close();
  }

  @ParameterizedTest
  @EnumSource(VeeamApiVersion.class)
  void aHundredChecksAtOnceCostTwoRequests(VeeamApiVersion version) throws InterruptedException {
    link = open(Optional.of(version));
    var runs = IntStream.range(0, 100).mapToObj(i -> Links.run(id(inOrder("R" + i)))).toList();

    List<Outcome> shared = AtOnce.all(runs, run -> link.backend().check(run));
    assertThat(shared).hasSize(100).containsOnly(NOTHING_TO_DO);
    assertThat(server.count("GET", SESSIONS)).isEqualTo(1);
    assertThat(server.count("GET", REPOSITORIES)).isEqualTo(1);
    assertThat(server.count("GET", REPOSITORY)).isZero();
  }

  @Test
  void aHundredSyncsWhoseChecksAreDueAtOnceCostTwoRequests() throws InterruptedException {
    var runs = IntStream.range(0, 100).mapToObj(i -> Links.run(id(inOrder("R" + i)))).toList();
    var resting = drive(runs.getFirst(), IF_NEEDED, SyncStatus.NEW);
    clock.advance(QUARTER);
    server.requests().clear();

    AtOnce.all(runs, run -> drive(run, IF_NEEDED, checking(resting, run)))
        .forEach(
            after -> assertThat(after.nextCheckTime()).isEqualTo(clock.instant().plus(QUARTER)));

    assertThat(server.count("GET", "/v./(Backup|RepositorySync).*")).isEqualTo(2);
  }

  /** A rest like this one, of another target. */
  private static SyncStatus checking(SyncStatus resting, Run run) {
    return resting.withRun(resting.run().withTarget(run.target()));
  }

  @Test
  void repositoriesByNameShareTheSameLists() {
    assertThat(check(Links.named("Mail"))).isEqualTo(NOTHING_TO_DO);
    assertThat(check(Links.named("Files"))).isEqualTo(NOTHING_TO_DO);
    assertThat(check(Links.run(id(mail).toUpperCase(Locale.ROOT)))).isEqualTo(NOTHING_TO_DO);

    assertThat(lists()).isEqualTo(1);
    assertThat(server.count("GET", REPOSITORY)).isZero();
  }

  @Test
  void afterASecondTheListsAreReadAnew() {
    check(mail);
    clock.advance(SessionLookup.LIFE);
    mail.outOfSync(true);

    assertThat(check(files)).isEqualTo(NOTHING_TO_DO);
    assertThat(lists()).isEqualTo(2);
    assertThat(check(mail)).isEqualTo(NEEDED);
  }

  @Test
  void needIsToldOnlyByALookOfItsOwn() {
    mail.outOfSync(true);
    check(files);
    mail.outOfSync(false);

    assertThat(check(mail)).isEqualTo(NOTHING_TO_DO);
    assertThat(lists()).isEqualTo(2);
    assertThat(server.count("GET", REPOSITORY)).isEqualTo(1);
  }

  @Test
  void aRunIsToldOnlyByALookOfItsOwn() {
    server.plantSession(mail.id(), 20);
    assertThat(check(mail)).isInstanceOf(Outcome.Running.class);
    server.finish(mail.id());

    assertThat(check(mail)).isEqualTo(NOTHING_TO_DO);
    assertThat(lists()).isEqualTo(3);
  }

  @Test
  void whatLicensesAStartIsAskedForAnew() {
    check(mail);

    assertThat(link.backend().locate(Links.run(id(mail)))).isEqualTo(NOTHING_TO_DO);
    assertThat(link.backend().locate(Links.named("Mail"))).isEqualTo(NOTHING_TO_DO);

    assertThat(lists()).isEqualTo(3);
    assertThat(server.count("GET", REPOSITORY)).isEqualTo(2);
  }

  /** With {@code Always}, nothing in flight permits a start also where the target is in order. */
  @Test
  void aRunThatSomebodyStartedAfterTheListsWereReadIsAdoptedAndNotStartedAgain() {
    check(mail);
    var session = server.plantSession(mail.id(), 20);
    var status = drive(Links.run(id(mail)), RunSettings.DEFAULT, SyncStatus.NEW);

    assertThat(status.state()).isEqualTo(SyncState.SYNCHRONIZING);
    assertThat(status.run().adopted()).isTrue();
    assertThat(status.run().operation()).isEqualTo(Links.session(session));
    assertThat(server.count("POST", START)).isZero();
  }

  @Test
  void inDoubtNothingIsShared() {
    var run = Links.run(id(mail));
    check(mail);
    var session = server.plantSession(mail.id(), 20);

    var found = (Outcome.Running) check(run.withSentTime(Instant.EPOCH));

    assertThat(found.progress().operation()).hasValue(Links.session(session));
    assertThat(lists()).isEqualTo(2);
  }

  static Stream<Arguments> starts() {
    return Stream.of(
        Arguments.of(Optional.empty(), Outcome.Running.class),
        Arguments.of(Optional.of(Fault.lostAnswer()), Outcome.Unknown.class),
        Arguments.of(Optional.of(Fault.status(409)), Outcome.Deferred.class),
        Arguments.of(Optional.of(Fault.status(404)), Outcome.Rejected.class));
  }

  @ParameterizedTest
  @MethodSource("starts")
  void afterAStartOfOurOwnWhateverItsAnswerNothingIsShared(
      Optional<Fault> fault, Class<Outcome> answer) {
    check(files);
    fault.ifPresent(one -> server.faults().next(Match.post(START), one));
    assertThat(link.backend().start(Links.run(id(mail)), () -> true)).isInstanceOf(answer);

    check(files);

    assertThat(lists()).isEqualTo(2);
  }

  @Test
  void anErrorIsToldAndNotRemembered() {
    server.faults().next(Match.get(SESSIONS), Fault.status(503));

    assertThat(check(mail)).isInstanceOf(Outcome.Unknown.class);
    assertThat(server.requests().all("GET", "/v./(Backup|RepositorySync).*")).hasSize(1);
    assertThat(check(mail)).isEqualTo(NOTHING_TO_DO);
  }

  static Stream<Fault> listsOfNoUse() {
    return Stream.of(
        Fault.status(403),
        Fault.status(404),
        Fault.status(405),
        Fault.status(500),
        Fault.endless(),
        Fault.html(200),
        Fault.status(200, "[]"),
        Fault.status(200, "[{\"id\": \"" + MAIL + "\", \"name\": \"Mail\"}]"));
  }

  @ParameterizedTest
  @MethodSource("listsOfNoUse")
  void whereTheListOfRepositoriesDoesNotTellEachIsLookedAtAlone(Fault fault) {
    server.faults().always(Match.get(REPOSITORIES), fault);

    assertThat(check(mail)).isEqualTo(NOTHING_TO_DO);
    assertThat(check(files)).isEqualTo(NOTHING_TO_DO);
    mail.outOfSync(true);
    assertThat(check(mail)).isEqualTo(NEEDED);

    assertThat(server.count("GET", REPOSITORY)).isEqualTo(3);
    assertThat(server.count("GET", REPOSITORIES)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 405})
  void withoutAListOfSessionsACheckIsWorthAsMuchAsAnyLook(int status) {
    server.faults().always(Match.get(SESSIONS), Fault.status(status));

    assertThat(check(mail)).isEqualTo(new Outcome.Absent(new Need.NotNeeded(), false, List.of()));
  }

  @Test
  void whatNoListHoldsIsRefusedInTheWordsOfAnyLook() {
    inOrder("Mail");

    for (var odd : List.of(Links.named("Mail"), Links.named("mail"), Links.run("a/b"))) {
      assertThat(check(odd))
          .isInstanceOf(Outcome.Rejected.class)
          .isEqualTo(link.backend().locate(odd));
    }
    var unknown = (Outcome.Absent) check(Links.run(UUID.randomUUID().toString()));
    assertThat(unknown.need()).isInstanceOf(Need.NotVisible.class);
    var nothing = Links.run(new RepositoryRef(null, null));
    assertThat(check(nothing)).isInstanceOf(Outcome.Rejected.class);
  }

  /** As the operator does it. */
  private SyncStatus drive(Run run, RunSettings settings, SyncStatus status) {
    var desired =
        new DesiredState(
            1,
            Optional.of(run.target()),
            Optional.empty(),
            settings,
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    var saved = new AtomicReference<>(status);
    new SyncDriver(TestClocks.movedBy(clock), () -> false)
        .drive(
            desired,
            new Gate.Open(link.backend()),
            status,
            clock.instant(),
            decision -> saved.set(decision.status()));
    return saved.get();
  }

  private Outcome check(VeeamRepository repository) {
    return check(Links.run(id(repository)));
  }

  private Outcome check(Run run) {
    return link.backend().check(run);
  }

  private int lists() {
    return server.count("GET", SESSIONS);
  }

  private VeeamRepository inOrder(String name) {
    return inOrder(UUID.randomUUID(), name);
  }

  private VeeamRepository inOrder(UUID id, String name) {
    var repository = server.addRepository(id, name);
    repository.outOfSync(false);
    return repository;
  }

  private static String id(VeeamRepository repository) {
    return repository.id().toString();
  }

  private VeeamClient open(Optional<VeeamApiVersion> version) {
    return links.open(server, version, VeeamServer.PASSWORD, clock);
  }
}
