package dev.backupsync.controller.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.connection.ConnectionKey;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunQueueTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final List<ResourceID> woken = new ArrayList<>();
  private final Map<ConnectionKey, Integer> limits = new HashMap<>();
  private final RunQueue places =
      new RunQueue(key -> limits.getOrDefault(key, 2), ConnectionKey::name, woken::add);

  @Test
  void oneRunsAtATimeForEachTarget() {
    assertThat(enter("a", "mail", 0)).isEmpty();
    assertThat(enter("b", "mail", 1)).contains(Reason.TARGET_BUSY);

    assertThat(leave(places, id("a"))).containsExactly(id("b"));
    assertThat(enter("b", "mail", 1)).isEmpty();
  }

  @Test
  void soManyRunAtATimeForEachConnection() {
    assertThat(enter("a", "1", 0)).isEmpty();
    assertThat(enter("b", "2", 1)).isEmpty();
    assertThat(enter("c", "3", 2)).contains(Reason.CONNECTION_BUSY);
    assertThat(enter("elsewhere", "other", "4", 3)).isEmpty();

    assertThat(leave(places, id("a"))).containsExactly(id("c"));
  }

  @Test
  void theOldestGoesFirstWhoeverAsksFirst() {
    enter("a", "mail", 0);
    enter("young", "mail", 9);
    enter("old", "mail", 1);

    assertThat(leave(places, id("a"))).containsExactly(id("old"));
    assertThat(enter("young", "mail", 9)).contains(Reason.TARGET_BUSY);
    assertThat(enter("old", "mail", 1)).isEmpty();
  }

  @Test
  void aFreePlaceIsKeptForTheOldestThatWasCalled() {
    limits.put(key("vb365"), 1);
    enter("a", "1", 0);
    enter("b", "2", 1);
    leave(places, id("a"));

    assertThat(enter("late", "3", 5)).contains(Reason.CONNECTION_BUSY);
    assertThat(enter("b", "2", 1)).isEmpty();
  }

  @Test
  void whoWaitsForItsTargetBlocksNobodyElse() {
    enter("a", "mail", 0);
    enter("b", "mail", 1);

    assertThat(enter("c", "teams", 2)).isEmpty();
  }

  @Test
  void aRunUnderWayHoldsItsPlaceWhateverTheLimitSays() {
    limits.put(key("vb365"), 1);
    places.hold(claim("a", "vb365", "1", 0));
    places.hold(claim("b", "vb365", "2", 0));

    assertThat(leave(places, id("a"))).isEmpty();
    assertThat(enter("c", "3", 1)).contains(Reason.CONNECTION_BUSY);
    assertThat(leave(places, id("b"))).containsExactly(id("c"));
  }

  @Test
  void aRaisedLimitLetsMoreIn() {
    limits.put(key("vb365"), 1);
    enter("a", "1", 0);
    enter("b", "2", 1);
    limits.put(key("vb365"), 2);

    assertThat(enter("b", "2", 1)).isEmpty();
  }

  @Test
  void oneThatGivesUpWaitingIsForgotten() {
    enter("a", "mail", 0);
    enter("b", "mail", 1);
    enter("c", "mail", 2);
    leave(places, id("b"));

    assertThat(leave(places, id("a"))).containsExactly(id("c"));
    assertThat(leave(places, id("stranger"))).isEmpty();
  }

  @Test
  void askingAgainKeepsThePlace() {
    assertThat(enter("a", "mail", 0)).isEmpty();
    assertThat(enter("a", "mail", 0)).isEmpty();
    enter("b", "mail", 1);
    assertThat(enter("b", "mail", 1)).contains(Reason.TARGET_BUSY);

    assertThat(leave(places, id("a"))).containsExactly(id("b"));
  }

  /** Told otherwise, each wake of one that waits would be a write of its status. */
  @Test
  void aWaitIsToldInTheSameWordsWhoeverLeavesTheQueueBeforeIt() {
    limits.put(key("full"), 1);
    enter("a", "mail", 0);
    enter("b", "mail", 1);
    enter("x", "full", "files", 0);
    enter("y", "full", "teams", 1);
    var behindTarget = places.enter(claim("c", "vb365", "mail", 2));
    var behindConnection = places.enter(claim("z", "full", "sites", 2));

    places.leave(id("b"));
    places.leave(id("y"));

    assertThat(places.enter(claim("c", "vb365", "mail", 2))).isEqualTo(behindTarget);
    assertThat(places.enter(claim("z", "full", "sites", 2))).isEqualTo(behindConnection);
    assertThat(behindTarget)
        .isInstanceOfSatisfying(
            RunQueue.Entry.Waits.class,
            told -> assertThat(told.busy().message()).contains("mail", "sync a;"));
  }

  @Test
  void oneThatRunsAndIsAfterSomethingElseNowCallsWhoWaitedBehindIt() {
    enter("a", "mail", 0);
    enter("b", "mail", 1);
    woken.clear();

    assertThat(enter("a", "teams", 0)).isEmpty();

    assertThat(woken).containsExactly(id("b"));
  }

  @Test
  void oneThatWaitsAndIsAfterSomethingElseNowCallsWhoWaitedBehindIt() {
    enter("a", "mail", 0);
    enter("b", "mail", 1);
    enter("c", "mail", 2);
    places.leave(id("a")); // which calls b
    woken.clear();

    assertThat(enter("b", "teams", 1)).isEmpty();

    assertThat(woken).containsExactly(id("c"));
  }

  @Test
  void aRunThatTurnsOutToBeOnSomethingElseCallsWhoWaitedBehindIt() {
    places.hold(claim("a", "vb365", "mail", 0));
    enter("b", "mail", 1);
    woken.clear();

    places.hold(claim("a", "vb365", "teams", 0));

    assertThat(woken).containsExactly(id("b"));
  }

  @Test
  void oneOfAnotherNamespaceIsNotNamed() {
    places.hold(
        AdmissionRequest.of(
            new ResourceID("secret-plan", "rival"),
            key("vb365"),
            new ExclusiveTarget("mail", false),
            NOON));

    assertThat(places.enter(claim("a", "vb365", "mail", 1)))
        .isInstanceOfSatisfying(
            RunQueue.Entry.Waits.class,
            told ->
                assertThat(told.busy().message())
                    .contains("mail is occupied by a sync of another namespace")
                    .doesNotContain("rival", "secret-plan"));
  }

  @Test
  void whoWaitsForItsConnectionKeepsTheTargetFromNobody() {
    var servers = new RunQueue(key -> limits.getOrDefault(key, 2), _ -> "one server", woken::add);
    limits.put(key("full"), 1);
    servers.hold(claim("long", "full", "other", 0));

    assertThat(servers.enter(claim("tenant", "full", "mail", 1)))
        .isInstanceOf(RunQueue.Entry.Waits.class);
    assertThat(servers.enter(claim("owner", "vb365", "mail", 2)))
        .isEqualTo(new RunQueue.Entry.Admitted());
    assertThat(servers.enter(claim("tenant", "full", "mail", 1)))
        .isInstanceOf(RunQueue.Entry.Waits.class);
    assertThat(leave(servers, id("long"))).as("the target is occupied").isEmpty();
    assertThat(leave(servers, id("owner"))).containsExactly(id("tenant"));
  }

  @Test
  void whoWaitsForTheTargetAloneComesBeforeYoungerOnes() {
    var servers = new RunQueue(key -> limits.getOrDefault(key, 2), _ -> "one server", woken::add);
    servers.hold(claim("running", "vb365", "mail", 0));
    servers.enter(claim("old", "elsewhere", "mail", 1));
    servers.enter(claim("young", "vb365", "mail", 2));

    assertThat(leave(servers, id("running"))).containsExactly(id("old"));
    assertThat(servers.enter(claim("young", "vb365", "mail", 2)))
        .isInstanceOf(RunQueue.Entry.Waits.class);
  }

  @Test
  void whoMayMeanTheSameByAnotherNameHasToSaySo() {
    var byId = claim("a", "vb365", new ExclusiveTarget("id-1", false), 0);
    var named = claim("b", "vb365", new ExclusiveTarget("mail", true), 1);
    var other = claim("c", "vb365", new ExclusiveTarget("teams", true), 2);

    assertThat(places.enter(byId)).isEqualTo(new RunQueue.Entry.Admitted());
    assertThat(places.enter(named)).isEqualTo(new RunQueue.Entry.NeedsAliases());
    assertThat(places.enter(named.with(Set.of(new ExclusiveTarget("id-1", false)))))
        .isInstanceOf(RunQueue.Entry.Waits.class);
    assertThat(places.enter(other.with(Set.of(new ExclusiveTarget("id-2", false)))))
        .isEqualTo(new RunQueue.Entry.Admitted());
    assertThat(leave(places, id("a"))).containsExactly(id("b"));
  }

  @Test
  void elsewhereTheSameNameMeansSomethingElse() {
    assertThat(places.enter(claim("a", "here", new ExclusiveTarget("id-1", false), 0)))
        .isEqualTo(new RunQueue.Entry.Admitted());
    assertThat(places.enter(claim("b", "there", new ExclusiveTarget("mail", true), 1)))
        .isEqualTo(new RunQueue.Entry.Admitted());
    assertThat(
            places.enter(claim("c", "there", new ExclusiveTarget("id-1", false), 2).with(Set.of())))
        .isEqualTo(new RunQueue.Entry.Admitted());
  }

  /** Who is called because of it. */
  private List<ResourceID> leave(RunQueue queue, ResourceID sync) {
    woken.clear();
    queue.leave(sync);
    return List.copyOf(woken);
  }

  /** After a restart nobody knows where a connection leads until it was probed. */
  @Test
  void whatAConnectionHasGoesWithItToItsServer() {
    var urls = new HashMap<ConnectionKey, String>();
    var later =
        new RunQueue(
            key -> limits.getOrDefault(key, 2),
            key -> urls.getOrDefault(key, key.name()),
            woken::add);
    later.hold(claim("runs", "vb365", "mail", 0));
    later.queue(claim("waits", "vb365", "mail", 1));
    urls.put(key("vb365"), "one server");
    urls.put(key("other"), "one server");

    assertThat(later.enter(claim("stranger", "other", "mail", 2)))
        .isInstanceOf(RunQueue.Entry.Waits.class);
    assertThat(later.enter(claim("waits", "vb365", "mail", 1)))
        .isInstanceOf(RunQueue.Entry.Waits.class);
    woken.clear();
    later.leave(id("runs"));
    assertThat(woken).containsExactly(id("waits"));
  }

  @Test
  void aLimitHoldsForThoseThatMoved() {
    var urls = new HashMap<ConnectionKey, String>();
    limits.put(key("vb365"), 1);
    var later = new RunQueue(limits::get, key -> urls.getOrDefault(key, key.name()), woken::add);
    later.hold(claim("runs", "vb365", "mail", 0));
    later.queue(claim("waits", "vb365", "teams", 1));
    urls.put(key("vb365"), "one server");

    assertThat(later.enter(claim("waits", "vb365", "teams", 1)))
        .isInstanceOf(RunQueue.Entry.Waits.class);
    woken.clear();
    later.leave(id("runs"));
    assertThat(woken).containsExactly(id("waits"));
  }

  /** Once each step looked at everybody who waits: half a million questions for a thousand. */
  @Test
  void aLongQueueCostsEachStepAFewQuestions() {
    var questions = new AtomicInteger();
    var queue =
        new RunQueue(
            _ -> {
              questions.incrementAndGet();
              return 4;
            },
            ConnectionKey::name,
            woken::add);
    var many = 10_000;

    for (var i = 0; i < many; i++) {
      queue.enter(claim("s" + i, "vb365", "target" + i % 5000, i));
    }
    assertThat(questions).hasValueLessThan(4 * many);
    for (var i = 0; i < many; i++) {
      queue.leave(id("s" + i));
    }

    assertThat(questions).hasValueLessThan(10 * many);
    assertThat(woken).hasSize(many - 4).doesNotHaveDuplicates();
  }

  /** Steps by chance, seeded: nobody who may go is left waiting, and nobody goes who may not. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whateverHappensWhoMayGoIsCalledAndNobodyElse(long seed) {
    var dice = new Random(seed);
    var one = new RunQueue(key -> limits.getOrDefault(key, 2), _ -> "one server", woken::add);
    var wishes = new HashMap<ResourceID, AdmissionRequest>();
    var inside = new HashMap<ResourceID, AdmissionRequest>();

    for (var step = 0; step < 2000; step++) {
      var sync = "s" + dice.nextInt(12);
      if (dice.nextInt(3) == 0) {
        wishes.remove(id(sync));
        inside.remove(id(sync));
        one.leave(id(sync));
      } else {
        var known = wishes.get(id(sync));
        var wish = known != null ? known : wish(sync, dice, step);
        wishes.put(id(sync), wish);
        if (one.enter(wish) instanceof RunQueue.Entry.Admitted) {
          inside.put(id(sync), wish);
        }
      }
      woken.stream().filter(wishes::containsKey).forEach(id -> inside.put(id, wishes.get(id)));
      woken.clear();
      assertLawful(inside.values());
      assertNobodyIsForgotten(one, wishes, inside);
    }
  }

  private static AdmissionRequest wish(String sync, Random dice, int step) {
    return claim(sync, dice.nextBoolean() ? "a" : "b", "t" + dice.nextInt(4), step);
  }

  private void assertLawful(Collection<AdmissionRequest> inside) {
    assertThat(inside.stream().map(one -> one.exclusive().what())).doesNotHaveDuplicates();
    for (var connection : List.of("a", "b")) {
      assertThat(inside)
          .filteredOn(one -> one.connection().equals(key(connection)))
          .hasSizeLessThan(3);
    }
  }

  private static void assertNobodyIsForgotten(
      RunQueue queue,
      Map<ResourceID, AdmissionRequest> wishes,
      Map<ResourceID, AdmissionRequest> inside) {
    wishes.forEach(
        (sync, wish) ->
            assertThat(queue.enter(wish) instanceof RunQueue.Entry.Admitted)
                .as("%s is inside", sync)
                .isEqualTo(inside.containsKey(sync)));
  }

  private Optional<Reason> enter(String name, String target, int second) {
    return enter(name, "vb365", target, second);
  }

  private Optional<Reason> enter(String name, String connection, String target, int second) {
    return switch (places.enter(claim(name, connection, target, second))) {
      case RunQueue.Entry.Admitted _ -> Optional.empty();
      case RunQueue.Entry.Waits(var busy) -> Optional.of(busy.reason());
      case RunQueue.Entry.NeedsAliases _ -> throw new AssertionError("Nobody here has two names");
    };
  }

  private static AdmissionRequest claim(String name, String connection, String target, int second) {
    return claim(name, connection, new ExclusiveTarget(target, false), second);
  }

  private static AdmissionRequest claim(
      String name, String connection, ExclusiveTarget exclusive, int second) {
    return AdmissionRequest.of(id(name), key(connection), exclusive, NOON.plusSeconds(second));
  }

  private static ConnectionKey key(String connection) {
    return new ConnectionKey("backup", connection);
  }

  private static ResourceID id(String name) {
    return new ResourceID(name, "backup");
  }
}
