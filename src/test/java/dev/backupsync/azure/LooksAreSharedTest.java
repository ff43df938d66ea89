package dev.backupsync.azure;

import static dev.backupsync.azure.Setup.followed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backupsync.api.v1alpha1.BackupInstanceRef;
import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.SyncType;
import dev.backupsync.api.v1alpha1.Target;
import dev.backupsync.http.CoalescingReader;
import dev.backupsync.http.RecentTrouble;
import dev.backupsync.simulator.AtOnce;
import dev.backupsync.simulator.AzureInstance;
import dev.backupsync.simulator.AzureScript;
import dev.backupsync.simulator.AzureServer;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.HandClock;
import dev.backupsync.simulator.Match;
import dev.backupsync.vendor.Need;
import dev.backupsync.vendor.Outcome;
import dev.backupsync.vendor.SyncBackend;
import dev.backupsync.vendor.VendorClient;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The looks of many runs in a vault share its list, asked for after all who are told of it came; a
 * list that is slow, broken or untrusted holds up nobody, and a few ask for none.
 */
class LooksAreSharedTest {
  private static final String LIST = ".*/backupInstances";
  private static final String INSTANCE = LIST + "/[^/]+";
  private static final Outcome NOTHING_TO_DO =
      new Outcome.Absent(new Need.NotNeeded(), true, List.of());
  private static final Outcome NEEDED = new Outcome.Absent(new Need.Needed(), true, List.of());
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int MANY = 200;
  private static final int SOME = 20;

  private final HandClock clock = new HandClock();
  private final AzureServer azure = AzureServer.started(clock, 0);
  private final Map<String, AzureInstance> instances = new HashMap<>();
  private VendorClient client = link();
  private SyncBackend backend = client.backend();

  LooksAreSharedTest() {
    azure.tokens().lifetime(Duration.ofDays(1));
    azure.script().duration(AzureScript.BY_HAND).onePerVault(false);
    azure.addInstance("crowd");
  }

  @AfterEach
  void close() {
    client.close();
    azure.close();
  }

  @Test
  void looksBeforeManyStartsCostAFewLists() throws Exception {
    var runs = runs(MANY);

    var told = inACrowd(() -> AtOnce.all(runs, backend::locate));

    assertThat(told).hasSize(MANY).containsOnly(NEEDED);
    assertThat(lists()).isBetween(1, MANY / 10);
    assertThat(singles()).isZero();
  }

  @Test
  void manyChecksCostAFewLists() throws Exception {
    var runs = inOrder(MANY);

    var told = inACrowd(() -> AtOnce.all(runs, backend::check));

    assertThat(told).hasSize(MANY).containsOnly(NOTHING_TO_DO);
    assertThat(lists()).isBetween(1, 3);
    assertThat(singles()).isZero();
  }

  @Test
  void theEndsOfManyRunsAreConfirmedByAFewLists() throws Exception {
    var runs = runs(MANY).stream().map(this::started).toList();
    runs.forEach(this::finish);

    var told = inACrowd(() -> AtOnce.all(runs, backend::poll));

    assertThat(told).hasSize(MANY).hasOnlyElementsOfType(Outcome.Succeeded.class);
    assertThat(lists()).isBetween(1, MANY / 10);
    assertThat(singles()).isZero();
  }

  /** Nobody is near: then each reads its instance alone, and there is no reason for a list. */
  @Test
  void aRunByItselfAsksForNoList() {
    var run = started(runs(1).getFirst());
    azure.requests().clear();

    for (var i = 0; i < 5; i++) {
      assertThat(backend.check(run)).isEqualTo(NEEDED);
      assertThat(backend.locate(run)).isEqualTo(NEEDED);
    }
    finish(run);
    assertThat(backend.poll(run)).isInstanceOf(Outcome.Succeeded.class);

    assertThat(singles()).isEqualTo(11);
    assertThat(lists()).isZero();
  }

  @Test
  void aListInManyPagesTellsOfAll() throws Exception {
    azure.script().pageSize(30);
    var runs = inOrder(MANY);

    var told = inACrowd(() -> AtOnce.all(runs, backend::check));

    assertThat(told).hasSize(MANY).containsOnly(NOTHING_TO_DO);
    assertThat(singles()).isZero();
    assertThat(lists()).isBetween(7, 3 * 7);
  }

  @Test
  void namesMeanTheSameInAnyCase() throws Exception {
    var runs = Stream.of("Web", "wEB", "WEB", "web").map(Setup::run).toList();
    var spelt = Stream.concat(runs.stream(), runs.stream().map(LooksAreSharedTest::shouted));
    azure.addInstance("Web");

    var told = inACrowd(() -> AtOnce.all(spelt.toList(), backend::locate));

    assertThat(told).hasSize(8).containsOnly(NEEDED);
    assertThat(singles()).isZero();
    assertThat(azure.requests().all("GET", LIST).stream().map(one -> one.path()).distinct())
        .hasSize(1);
  }

  @Test
  void theListTellsAsMuchAsALookOfItsOwn() throws Exception {
    azure.script().convergenceLag(Integer.MAX_VALUE);
    var run = started(runs(1).getFirst());
    finish(run);
    var alone = backend.poll(run);

    var shared = inACrowd(() -> backend.poll(run));

    assertThat(alone).isInstanceOf(Outcome.Unconfirmed.class);
    assertThat(shared).isEqualTo(alone);
    assertThat(singles()).isZero();
  }

  // ---- nothing that is older than who asks

  /** Its answer is older than the start that it would permit. */
  @Test
  void aLookThatComesWhileAListIsOnItsWayIsNotToldOfThatList() throws Exception {
    var instance = azure.addInstance("web");
    var run = Setup.run("web");
    var madeUp = new CountDownLatch(1);
    var goesOut = new CountDownLatch(1);
    azure.faults().next(Match.get(LIST), held(madeUp, goesOut));

    inACrowd(
        () -> {
          try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var early = threads.submit(() -> backend.locate(run));
            madeUp.await();
            instance.state("UpdatingProtection", "ProtectionConfigured");
            var late = threads.submit(() -> backend.locate(run));
            goesOut.countDown();

            assertThat(early.get()).isEqualTo(NEEDED);
            return assertThat(late.get())
                .isInstanceOfSatisfying(
                    Outcome.Deferred.class,
                    busy -> assertThat(busy.reason()).isEqualTo(Reason.TARGET_BUSY));
          }
        });
    assertThat(lists()).isEqualTo(2);
  }

  @Test
  void anEndIsConfirmedByAListThatWasAskedForAfterIt() throws Exception {
    var run = started(runs(1).getFirst());

    inACrowd(
        () -> {
          assertThat(backend.check(run)).isEqualTo(NEEDED);
          finish(run);
          return assertThat(backend.poll(run)).isInstanceOf(Outcome.Succeeded.class);
        });
    assertThat(lists()).isEqualTo(3);
    assertThat(singles()).isZero();
  }

  @Test
  void whatLicensesAStartIsAskedForAnew() throws Exception {
    var run = inOrder(1).getFirst();

    inACrowd(
        () -> {
          assertThat(backend.check(run)).isEqualTo(NOTHING_TO_DO);
          return assertThat(backend.locate(run)).isEqualTo(NOTHING_TO_DO);
        });
    assertThat(lists()).isEqualTo(2);
  }

  @Test
  void inDoubtNothingIsShared() throws Exception {
    var run = inOrder(1).getFirst();

    inACrowd(
        () -> {
          assertThat(backend.check(run)).isEqualTo(NOTHING_TO_DO);
          return assertThat(backend.check(run.withSentTime(Instant.EPOCH)))
              .isEqualTo(new Outcome.Absent(new Need.NotNeeded(), false, List.of()));
        });
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
      Optional<Fault> fault, Class<Outcome> answer) throws Exception {
    var broken = runs(1).getFirst();
    var calm = inOrder(1).getFirst();
    fault.ifPresent(one -> azure.faults().next(Match.post(".*/sync"), one));

    inACrowd(
        () -> {
          assertThat(backend.check(calm)).isEqualTo(NOTHING_TO_DO);
          assertThat(backend.start(shouted(broken), () -> true)).isInstanceOf(answer);
          return assertThat(backend.check(calm)).isEqualTo(NOTHING_TO_DO);
        });
    assertThat(lists()).isEqualTo(2);
  }

  // ---- a list of no use

  @Test
  void whatTheListLacksIsReadAloneAndTheOthersGoOnSharing() throws Exception {
    var runs = inOrder(SOME);

    inACrowd(
        () -> {
          assertThat(backend.locate(Setup.run("ghost")))
              .isInstanceOfSatisfying(
                  Outcome.Absent.class,
                  absent -> assertThat(absent.need()).isInstanceOf(Need.NotVisible.class));
          return assertThat(AtOnce.all(runs, backend::locate)).containsOnly(NOTHING_TO_DO);
        });
    assertThat(singles()).isEqualTo(1);
  }

  static Stream<Fault> listsOfNoUse() {
    return Stream.of(
        Fault.status(403),
        Fault.status(404),
        Fault.status(405),
        Fault.status(429),
        Fault.status(500),
        Fault.status(503),
        Fault.html(200),
        Fault.endless(),
        Fault.status(200, "[]"),
        Fault.status(200, "{}"),
        new Fault.Truncated(),
        new Fault.Reset());
  }

  @ParameterizedTest
  @MethodSource("listsOfNoUse")
  void whereTheListIsOfNoUseEachIsReadAloneAndTheListIsLeftInPeace(Fault fault) throws Exception {
    var runs = inOrder(SOME);
    azure.faults().always(Match.get(LIST), fault);

    inACrowd(
        () -> {
          for (var i = 0; i < 5; i++) {
            assertThat(AtOnce.all(runs, backend::check)).containsOnly(NOTHING_TO_DO);
            assertThat(AtOnce.all(runs, backend::locate)).containsOnly(NOTHING_TO_DO);
          }
          return true;
        });

    assertThat(lists()).isBetween(1, 3);
    assertThat(singles()).isEqualTo(10 * SOME);
    azure.faults().clear();
    clock.advance(RecentTrouble.MEMORY);
    assertThat(inACrowd(() -> AtOnce.all(runs, backend::check))).containsOnly(NOTHING_TO_DO);
    assertThat(singles()).isZero();
  }

  @Test
  void aListThatAzureThrottlesIsLeftInPeaceForAsLongAsItSays() throws Exception {
    var run = inOrder(1).getFirst();
    azure.faults().next(Match.get(LIST), Fault.retryAfter(429, Duration.ofMinutes(10)));
    inACrowd(() -> backend.locate(run));

    clock.advance(Duration.ofMinutes(10).minusMillis(1));
    inACrowd(() -> backend.locate(run));
    assertThat(lists()).isZero();

    clock.advance(Duration.ofMillis(1));
    inACrowd(() -> backend.locate(run));
    assertThat(lists()).isEqualTo(1);
  }

  @Test
  void troubleInOneVaultIsNoReasonToLeaveAnotherInPeace() throws Exception {
    var here = inOrder(1).getFirst();
    azure
        .addInstance(AzureServer.SUBSCRIPTION, AzureServer.RESOURCE_GROUP, "other", "crowd")
        .healthy();
    azure.faults().next(Match.get(LIST), Fault.status(403));
    inACrowd(() -> backend.locate(here));

    var there = in("other", "crowd");
    assertThat(inACrowd(there, () -> backend.locate(there))).isEqualTo(NOTHING_TO_DO);
    assertThat(azure.count("GET", ".*/other/backupInstances")).isEqualTo(1);
    assertThat(singles()).isZero();
  }

  @Test
  void aSlowListHoldsUpNobody() throws Exception {
    var runs = inOrder(SOME);
    azure.faults().always(Match.get(LIST), new Fault.Latency(LONG));

    var told = inACrowd(() -> AtOnce.all(runs, backend::locate));

    assertThat(told).containsOnly(NOTHING_TO_DO);
    assertThat(singles()).isEqualTo(SOME);
  }

  @Test
  void aListThatTakesTooLongOverItsPagesIsGivenUp() throws Exception {
    azure.script().pageSize(1).editPages(_ -> clock.advance(Duration.ofSeconds(1)));
    var runs = inOrder(SOME);

    var told = inACrowd(() -> AtOnce.all(runs, backend::locate));

    assertThat(told).containsOnly(NOTHING_TO_DO);
    assertThat(lists()).isBetween(3, 2 * 3);
    assertThat(singles()).isEqualTo(SOME);
  }

  @Test
  void aListWithoutAnEndIsGivenUp() throws Exception {
    var pages = new AtomicInteger();
    azure.script().editPages(page -> page.put("nextLink", self("&n=" + pages.incrementAndGet())));
    var run = inOrder(1).getFirst();

    assertThat(inACrowd(() -> backend.locate(run))).isEqualTo(NOTHING_TO_DO);

    assertThat(lists()).isEqualTo(InstanceCatalog.MAX_PAGES);
    assertThat(singles()).isEqualTo(1);
  }

  @Test
  void aListThatLeadsBackToAPageIsGivenUpAtOnce() throws Exception {
    azure.script().editPages(page -> page.put("nextLink", self("&again")));
    var run = inOrder(1).getFirst();

    assertThat(inACrowd(() -> backend.locate(run))).isEqualTo(NOTHING_TO_DO);

    assertThat(lists()).isEqualTo(2);
    assertThat(singles()).isEqualTo(1);
  }

  // ---- the token

  @Test
  void aLinkToAnotherHostIsNotFollowed() throws Exception {
    azure.script().pageSize(1).nextLinksAt(azure.foreignHost().url());
    var runs = inOrder(SOME);

    assertThat(inACrowd(() -> AtOnce.all(runs, backend::locate))).containsOnly(NOTHING_TO_DO);

    assertThat(azure.foreignHost().requests().all()).isEmpty();
    assertThat(azure.tokensSeenByForeignHost()).isZero();
    assertThat(lists()).isBetween(1, 2);
    assertThat(singles()).isEqualTo(SOME);
  }

  @Test
  void aLinkToAHostThatTheConnectionTrustsIsFollowed() throws Exception {
    client.close();
    client = link("127.0.0.1");
    backend = client.backend();
    azure.script().pageSize(SOME).nextLinksAt(azure.foreignHost().url());
    var runs = inOrder(SOME);

    assertThat(inACrowd(() -> AtOnce.all(runs, backend::locate))).containsOnly(NOTHING_TO_DO);

    assertThat(azure.tokensSeenByForeignHost()).isPositive();
    assertThat(singles()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:%d/more",
        "https://someone@localhost:%d/more",
        "/more",
        "https://localhost:%d/a b",
        "https://localhost:1/more"
      })
  void aLinkThatMustNotBeSentTheTokenIsNotFollowed(String form) throws Exception {
    azure.script().editPages(page -> page.put("nextLink", form.formatted(azure.port())));
    var run = inOrder(1).getFirst();

    assertThat(inACrowd(() -> backend.locate(run))).isEqualTo(NOTHING_TO_DO);

    assertThat(azure.count("GET", "/more")).isZero();
    assertThat(lists()).isEqualTo(1);
    assertThat(singles()).isEqualTo(1);
  }

  // ----

  private <T> T inACrowd(Callable<T> look) throws Exception {
    return inACrowd(Setup.run("crowd"), look);
  }

  /**
   * Looks while others, who read alone, are so many in the same vault that further ones share. The
   * requests of the crowd are not counted.
   */
  private <T> T inACrowd(Run crowd, Callable<T> look) throws Exception {
    var goOn = new CountDownLatch(1);
    azure
        .faults()
        .next(CoalescingReader.MOST_ALONE, Match.get(INSTANCE), held(new CountDownLatch(1), goOn));
    var waiting = azure.faults().pending() - CoalescingReader.MOST_ALONE;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var i = 0; i < CoalescingReader.MOST_ALONE; i++) {
        var _ = threads.submit(() -> backend.locate(crowd));
      }
      await().until(() -> azure.faults().pending() == waiting);
      azure.requests().clear();
      try {
        return look.call();
      } finally {
        goOn.countDown();
      }
    }
  }

  private static Fault held(CountDownLatch madeUp, CountDownLatch goesOut) {
    return new Fault.Changed(
        reply -> {
          madeUp.countDown();
          try {
            goesOut.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return reply;
        });
  }

  private VendorClient link(String... trusted) {
    return ManagedNode.link(azure, Setup.settings(azure, trusted), new Heard(), clock);
  }

  /** The first page of the list, by another link. */
  private String self(String more) {
    var vault = Setup.run("any").target().backupInstance();
    var urls = new InstanceUrls(azure.url().toString(), AzureSettings.DEFAULT_API_VERSION);
    return urls.siblings(vault) + more;
  }

  /** Of instances that are broken. */
  private List<Run> runs(int number) {
    return names("broken", number)
        .map(
            name -> {
              instances.put(name, azure.addInstance(name));
              return Setup.run(name);
            })
        .toList();
  }

  private List<Run> inOrder(int number) {
    return names("calm", number)
        .map(
            name -> {
              azure.addInstance(name).healthy();
              return Setup.run(name);
            })
        .toList();
  }

  private static Stream<String> names(String kind, int number) {
    return IntStream.range(0, number).mapToObj(i -> kind + i);
  }

  private static Run in(String vault, String name) {
    var run = Setup.run(name);
    var ref =
        new BackupInstanceRef(
            AzureServer.SUBSCRIPTION, AzureServer.RESOURCE_GROUP, vault, name, SyncType.DEFAULT);
    return run.withTarget(Target.of(run.target().connectionRef(), ref));
  }

  /** The same target in capitals. */
  private static Run shouted(Run run) {
    var ref = run.target().backupInstance();
    var loud =
        new BackupInstanceRef(
            ref.subscriptionId().toUpperCase(Locale.ROOT),
            ref.resourceGroup().toUpperCase(Locale.ROOT),
            ref.vaultName().toUpperCase(Locale.ROOT),
            ref.backupInstanceName().toUpperCase(Locale.ROOT),
            ref.syncType());
    return run.withTarget(Target.of(run.target().connectionRef(), loud));
  }

  private Run started(Run run) {
    return followed(run, backend.start(run, () -> true)).withNeededBeforeStart(true);
  }

  private void finish(Run run) {
    azure.finish(instances.get(run.target().backupInstance().backupInstanceName()));
  }

  private int lists() {
    return azure.count("GET", LIST);
  }

  private int singles() {
    return azure.count("GET", INSTANCE);
  }
}
