package dev.backupsync.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.connection.ConnectionKey;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlacesTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final Map<ConnectionKey, Integer> limits = new HashMap<>();
  private final Places places = new Places(key -> limits.getOrDefault(key, 2), ConnectionKey::name);

  @Test
  void oneRunsAtATimeForEachTarget() {
    assertThat(enter("a", "mail", 0)).isEmpty();
    assertThat(enter("b", "mail", 1)).contains(Reason.TARGET_BUSY);

    assertThat(places.leave(id("a"))).containsExactly(id("b"));
    assertThat(enter("b", "mail", 1)).isEmpty();
  }

  @Test
  void soManyRunAtATimeForEachConnection() {
    assertThat(enter("a", "1", 0)).isEmpty();
    assertThat(enter("b", "2", 1)).isEmpty();
    assertThat(enter("c", "3", 2)).contains(Reason.CONNECTION_BUSY);
    assertThat(enter("elsewhere", "other", "4", 3)).isEmpty();

    assertThat(places.leave(id("a"))).containsExactly(id("c"));
  }

  @Test
  void theOldestGoesFirstWhoeverAsksFirst() {
    enter("a", "mail", 0);
    enter("young", "mail", 9);
    enter("old", "mail", 1);

    assertThat(places.leave(id("a"))).containsExactly(id("old"));
    assertThat(enter("young", "mail", 9)).contains(Reason.TARGET_BUSY);
    assertThat(enter("old", "mail", 1)).isEmpty();
  }

  @Test
  void aFreePlaceIsKeptForTheOldestThatWasCalled() {
    limits.put(key("vb365"), 1);
    enter("a", "1", 0);
    enter("b", "2", 1);
    places.leave(id("a"));

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

    assertThat(places.leave(id("a"))).isEmpty();
    assertThat(enter("c", "3", 1)).contains(Reason.CONNECTION_BUSY);
    assertThat(places.leave(id("b"))).containsExactly(id("c"));
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
    places.leave(id("b"));

    assertThat(places.leave(id("a"))).containsExactly(id("c"));
    assertThat(places.leave(id("stranger"))).isEmpty();
  }

  @Test
  void askingAgainKeepsThePlace() {
    assertThat(enter("a", "mail", 0)).isEmpty();
    assertThat(enter("a", "mail", 0)).isEmpty();
    enter("b", "mail", 1);
    assertThat(enter("b", "mail", 1)).contains(Reason.TARGET_BUSY);

    assertThat(places.leave(id("a"))).containsExactly(id("b"));
  }

  @Test
  void aWaitIsToldWithItsReasonAndPlace() {
    enter("a", "mail", 0);
    enter("b", "mail", 1);

    assertThat(places.enter(claim("c", "vb365", "mail", 2), NOON))
        .isInstanceOfSatisfying(
            Places.Entry.Wait.class,
            told -> assertThat(told.busy().message()).contains("mail", "sync a;", "place 2"));
  }

  @Test
  void oneOfAnotherNamespaceIsNotNamed() {
    places.hold(
        Claim.of(
            new ResourceID("secret-plan", "rival"),
            key("vb365"),
            new Exclusive("mail", false),
            NOON));

    assertThat(places.enter(claim("a", "vb365", "mail", 1), NOON))
        .isInstanceOfSatisfying(
            Places.Entry.Wait.class,
            told ->
                assertThat(told.busy().message())
                    .contains("mail is occupied by a sync of another namespace")
                    .doesNotContain("rival", "secret-plan"));
  }

  @Test
  void whoWaitsForItsConnectionKeepsTheTargetFromNobody() {
    var servers = new Places(key -> limits.getOrDefault(key, 2), _ -> "one server");
    limits.put(key("full"), 1);
    servers.hold(claim("long", "full", "other", 0));

    assertThat(servers.enter(claim("tenant", "full", "mail", 1), NOON))
        .isInstanceOf(Places.Entry.Wait.class);
    assertThat(servers.enter(claim("owner", "vb365", "mail", 2), NOON))
        .isEqualTo(new Places.Entry.In());
    assertThat(servers.enter(claim("tenant", "full", "mail", 1), NOON))
        .isInstanceOf(Places.Entry.Wait.class);
    assertThat(servers.leave(id("long"))).as("the target is occupied").isEmpty();
    assertThat(servers.leave(id("owner"))).containsExactly(id("tenant"));
  }

  @Test
  void whoWaitsForTheTargetAloneComesBeforeYoungerOnes() {
    var servers = new Places(key -> limits.getOrDefault(key, 2), _ -> "one server");
    servers.hold(claim("running", "vb365", "mail", 0));
    servers.enter(claim("old", "elsewhere", "mail", 1), NOON);
    servers.enter(claim("young", "vb365", "mail", 2), NOON);

    assertThat(servers.leave(id("running"))).containsExactly(id("old"));
    assertThat(servers.enter(claim("young", "vb365", "mail", 2), NOON))
        .isInstanceOf(Places.Entry.Wait.class);
  }

  @Test
  void whoMayMeanTheSameByAnotherNameHasToSaySo() {
    var byId = claim("a", "vb365", new Exclusive("id-1", false), 0);
    var named = claim("b", "vb365", new Exclusive("mail", true), 1);
    var other = claim("c", "vb365", new Exclusive("teams", true), 2);

    assertThat(places.enter(byId, NOON)).isEqualTo(new Places.Entry.In());
    assertThat(places.enter(named, NOON)).isEqualTo(new Places.Entry.Unclear());
    assertThat(places.enter(named.with(Set.of(new Exclusive("id-1", false))), NOON))
        .isInstanceOf(Places.Entry.Wait.class);
    assertThat(places.enter(other.with(Set.of(new Exclusive("id-2", false))), NOON))
        .isEqualTo(new Places.Entry.In());
    assertThat(places.leave(id("a"))).containsExactly(id("b"));
  }

  @Test
  void elsewhereTheSameNameMeansSomethingElse() {
    assertThat(places.enter(claim("a", "here", new Exclusive("id-1", false), 0), NOON))
        .isEqualTo(new Places.Entry.In());
    assertThat(places.enter(claim("b", "there", new Exclusive("mail", true), 1), NOON))
        .isEqualTo(new Places.Entry.In());
    assertThat(
            places.enter(claim("c", "there", new Exclusive("id-1", false), 2).with(Set.of()), NOON))
        .isEqualTo(new Places.Entry.In());
  }

  private Optional<Reason> enter(String name, String target, int second) {
    return enter(name, "vb365", target, second);
  }

  private Optional<Reason> enter(String name, String connection, String target, int second) {
    return switch (places.enter(claim(name, connection, target, second), NOON)) {
      case Places.Entry.In _ -> Optional.empty();
      case Places.Entry.Wait(var busy) -> Optional.of(busy.reason());
      case Places.Entry.Unclear _ -> throw new AssertionError("Nobody here has two names");
    };
  }

  private static Claim claim(String name, String connection, String target, int second) {
    return claim(name, connection, new Exclusive(target, false), second);
  }

  private static Claim claim(String name, String connection, Exclusive exclusive, int second) {
    return Claim.of(id(name), key(connection), exclusive, NOON.plusSeconds(second));
  }

  private static ConnectionKey key(String connection) {
    return new ConnectionKey("backup", connection);
  }

  private static ResourceID id(String name) {
    return new ResourceID(name, "backup");
  }
}
