package dev.backupsync.veeam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.simulator.AtOnce;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.HandClock;
import dev.backupsync.simulator.Match;
import dev.backupsync.simulator.VeeamScript;
import dev.backupsync.simulator.VeeamServer;
import dev.backupsync.vendor.Need;
import dev.backupsync.vendor.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The looks of many runs share the server's lists, each asked for after all who are told of it
 * came; a list that is slow or broken holds up nobody who can be told without it.
 */
class LooksAreSharedTest {
  private static final String SESSIONS = "/v./RepositorySynchronizeSessions";
  private static final String SESSION = SESSIONS + "/[^/]+";
  private static final String REPOSITORIES = "/v./BackupRepositories";
  private static final String REPOSITORY = REPOSITORIES + "/[^/]+";
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int MANY = 200;

  private final HandClock clock = new HandClock();
  private final VeeamServer server = VeeamServer.started(clock, 0);
  private final VeeamClient link =
      new Links().open(server, Optional.empty(), VeeamServer.PASSWORD, clock);

  LooksAreSharedTest() {
    server.script().duration(VeeamScript.BY_HAND);
  }

  @AfterEach
  void close() {
    link.close();
    server.close();
  }

  @Test
  void looksBeforeManyStartsCostAFewLists() throws InterruptedException {
    var runs = runs(MANY);

    List<Outcome> told = AtOnce.all(runs, run -> link.backend().locate(run));

    assertThat(told).containsOnly(new Outcome.Absent(new Need.Needed(), true, List.of()));
    assertThat(server.count("GET", SESSIONS)).isBetween(1, MANY / 10);
    assertThat(server.count("GET", REPOSITORIES) + server.count("GET", REPOSITORY))
        .isBetween(1, MANY / 2);
  }

  @Test
  void manyRunsAreFollowedByTheList() throws InterruptedException {
    var runs = runs(MANY).stream().map(this::started).toList();
    server.requests().clear();

    for (var i = 0; i < 5; i++) {
      List<Outcome> told = AtOnce.all(runs, run -> link.backend().poll(run));
      assertThat(told).hasOnlyElementsOfType(Outcome.Running.class);
    }

    assertThat(server.count("GET", SESSIONS)).isBetween(1, MANY / 10);
    assertThat(server.count("GET", SESSION)).isLessThan(10);
  }

  @Test
  void oneRunIsFollowedWithoutTheList() {
    var run = started(runs(1).getFirst());
    server.requests().clear();

    for (var i = 0; i < 5; i++) {
      assertThat(link.backend().poll(run)).isInstanceOf(Outcome.Running.class);
    }

    assertThat(server.count("GET", SESSION)).isEqualTo(5);
    assertThat(server.count("GET", SESSIONS)).isZero();
  }

  @Test
  void theEndOfEachOfManyRunsIsSeenAMomentLater() throws InterruptedException {
    var runs = runs(20).stream().map(this::started).toList();
    AtOnce.all(runs, run -> link.backend().poll(run));
    clock.advance(SessionLookup.LIFE);
    runs.forEach(run -> server.finish(id(run)));

    List<Outcome> told = AtOnce.all(runs, run -> link.backend().poll(run));

    assertThat(told).filteredOn(one -> one instanceof Outcome.Running).isEmpty();
  }

  /** Its answer is older than the start that it would permit. */
  @Test
  void aLookThatComesWhileAListIsOnItsWayIsNotToldOfThatList() throws Exception {
    var run = runs(1).getFirst();
    var madeUp = new CountDownLatch(1);
    var goesOut = new CountDownLatch(1);
    server.faults().next(Match.get(SESSIONS), held(madeUp, goesOut));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var early = threads.submit(() -> link.backend().locate(run));
      madeUp.await();
      var session = server.plantSession(id(run), 20);
      var late = threads.submit(() -> link.backend().locate(run));
      goesOut.countDown();

      assertThat(early.get()).isInstanceOf(Outcome.Absent.class);
      assertThat(late.get())
          .isInstanceOfSatisfying(
              Outcome.Running.class,
              found -> assertThat(found.progress().operation()).hasValue(Links.session(session)));
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

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 405, 500, 503})
  void whereTheListIsNotToBeHadEachReadsItsSessionAloneAndTheListIsLeftInPeace(int status)
      throws InterruptedException {
    var runs = runs(20).stream().map(this::started).toList();
    server.requests().clear();
    server.faults().always(Match.get(SESSIONS), Fault.status(status));

    for (var i = 0; i < 5; i++) {
      List<Outcome> told = AtOnce.all(runs, run -> link.backend().poll(run));
      assertThat(told).hasOnlyElementsOfType(Outcome.Running.class);
    }

    assertThat(server.count("GET", SESSIONS)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 405, 500, 503})
  void whereRepositoriesCannotBeListedOneLookOfManyFindsThatOut(int status)
      throws InterruptedException {
    var runs = runs(MANY);
    server.faults().always(Match.get(REPOSITORIES), Fault.status(status));

    List<Outcome> told = AtOnce.all(runs, run -> link.backend().locate(run));

    assertThat(told).containsOnly(new Outcome.Absent(new Need.Needed(), true, List.of()));
    assertThat(server.count("GET", REPOSITORIES)).isLessThanOrEqualTo(1);
    assertThat(server.count("GET", REPOSITORY)).isEqualTo(MANY);
  }

  @Test
  void aSlowListHoldsUpNoPoll() throws InterruptedException {
    var runs = runs(20).stream().map(this::started).toList();
    server.faults().always(Match.get(SESSIONS), new Fault.Latency(LONG));

    List<Outcome> told = AtOnce.all(runs, run -> link.backend().poll(run));

    assertThat(told).hasOnlyElementsOfType(Outcome.Running.class);
    assertThat(server.count("GET", SESSION)).isEqualTo(20);
  }

  @Test
  void aSlowListOfRepositoriesHoldsUpNoVerdict() throws InterruptedException {
    var runs = runs(20).stream().map(this::started).toList();
    runs.forEach(run -> server.finish(id(run)));
    server.faults().always(Match.get(REPOSITORIES), new Fault.Latency(LONG));

    List<Outcome> told = AtOnce.all(runs, run -> link.backend().poll(run));

    assertThat(told).hasOnlyElementsOfType(Outcome.Succeeded.class);
  }

  private List<Run> runs(int number) {
    return IntStream.range(0, number)
        .mapToObj(i -> server.addRepository("R" + i))
        .map(repository -> Links.run(repository.id().toString()))
        .toList();
  }

  private static UUID id(Run run) {
    return UUID.fromString(run.target().repository().id());
  }

  private Run started(Run run) {
    var running = (Outcome.Running) link.backend().start(run, () -> true);
    return run.withOperation(running.progress().operation().orElseThrow())
        .withNeededBeforeStart(true);
  }
}
