package dev.backupsync.scenario.crash;

import static dev.backupsync.cluster.Boundary.AFTER_A_CANCEL;
import static dev.backupsync.cluster.Boundary.AFTER_A_POST_THAT_ARRIVES_LATE;
import static dev.backupsync.cluster.Boundary.AFTER_A_POST_THAT_GETS_LOST;
import static dev.backupsync.cluster.Boundary.BEFORE_THE_END_IS_SAVED;
import static dev.backupsync.cluster.Boundary.BEFORE_THE_FINALIZER_IS_REMOVED;
import static dev.backupsync.cluster.Boundary.BEFORE_THE_LICENCE_IS_SAVED;
import static dev.backupsync.cluster.Boundary.IN_A_CANCEL;
import static dev.backupsync.cluster.Boundary.IN_A_POLL;
import static dev.backupsync.cluster.Boundary.IN_A_RETRY;
import static dev.backupsync.cluster.Boundary.IN_THE_FINALIZER;
import static dev.backupsync.cluster.Boundary.IN_THE_LOOK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.RunResult;
import dev.backupsync.cluster.Boundary;
import dev.backupsync.cluster.CrashScene;
import dev.backupsync.cluster.CrashScene.Place;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Vendor;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kills the operator, as a process, while one sync of each vendor stands at each boundary of a run;
 * the next process has to bring all of them to their end.
 */
@OnApiServer
class CrashIT {
  private static final Set<Boundary> WHILE_STARTING =
      EnumSet.range(IN_THE_LOOK, Boundary.AFTER_THE_HANDLE_IS_SAVED);

  /** Those at which the next process arrives again. */
  private static final Set<Boundary> AGAIN_AND_AGAIN =
      EnumSet.of(
          IN_THE_LOOK,
          BEFORE_THE_LICENCE_IS_SAVED,
          AFTER_A_POST_THAT_GETS_LOST,
          IN_A_POLL,
          BEFORE_THE_END_IS_SAVED);

  /** Those after which the vendor has accepted a start that no status names. */
  private static final Set<Boundary> UNHEARD =
      EnumSet.of(
          AFTER_A_POST_THAT_ARRIVES_LATE,
          Boundary.AFTER_THE_VENDOR_ACCEPTED,
          Boundary.BEFORE_THE_HANDLE_IS_SAVED,
          IN_A_RETRY);

  /** By whether their targets were in order before. */
  private static final Map<Boolean, CrashScene> STARTING = new HashMap<>();

  private static final Map<Boolean, CrashScene> FOLLOWING = new HashMap<>();
  private static final Map<Boolean, CrashScene> THRICE = new HashMap<>();

  @BeforeAll
  static void kill() {
    var whileFollowing = EnumSet.complementOf(EnumSet.copyOf(WHILE_STARTING));
    for (var inOrder : List.of(false, true)) {
      FOLLOWING.put(inOrder, new CrashScene(whileFollowing, inOrder).kill(1));
      STARTING.put(inOrder, new CrashScene(WHILE_STARTING, inOrder).kill(1));
      THRICE.put(inOrder, new CrashScene(AGAIN_AND_AGAIN, inOrder).kill(3));
    }
  }

  @AfterAll
  static void close() {
    Stream.of(STARTING, FOLLOWING, THRICE)
        .flatMap(scenes -> scenes.values().stream())
        .forEach(CrashScene::close);
  }

  static Stream<Place> rows() {
    return Stream.of(false, true)
        .flatMap(inOrder -> Stream.of(Boundary.values()).flatMap(at -> Place.at(at, inOrder)));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void killedOnce(Place place) {
    judge(
        place,
        (WHILE_STARTING.contains(place.boundary()) ? STARTING : FOLLOWING).get(place.inOrder()));
  }

  static Stream<Place> rowsAgain() {
    return rows().filter(place -> AGAIN_AND_AGAIN.contains(place.boundary()));
  }

  @ParameterizedTest
  @MethodSource("rowsAgain")
  void killedThreeTimesInARow(Place place) {
    judge(place, THRICE.get(place.inOrder()));
  }

  /** A start that nobody heard of shows in nothing that Azure tells of a healthy instance. */
  private static boolean isRepeated(Place place) {
    return place.inOrder()
        && place.kind() == Vendor.Kind.AZURE
        && UNHEARD.contains(place.boundary());
  }

  private static void judge(Place place, CrashScene scene) {
    var story = scene.story(place);
    var at = place.boundary();
    var kind = place.kind();

    var once = at == IN_A_RETRY ? 2 : 1;
    if (at == AFTER_A_POST_THAT_ARRIVES_LATE && isRepeated(place)) {
      assertThat(story.starts()).as("2, unless its answer still came in time").isIn(1, 2);
    } else {
      assertThat(story.starts()).isEqualTo(isRepeated(place) ? once + 1 : once);
    }
    assertThat(story.mostAtOnce()).isOne();
    if (at == IN_THE_FINALIZER || at == BEFORE_THE_FINALIZER_IS_REMOVED) {
      assertThat(story.status()).isEmpty();
      return;
    }
    var stopped = kind == Vendor.Kind.VEEAM && (at == IN_A_CANCEL || at == AFTER_A_CANCEL);
    var status = story.status().orElseThrow();
    assertThat(status.pastRuns()).hasSize(2);
    assertThat(status.pastRuns().getLast().result())
        .isEqualTo(stopped ? RunResult.CANCELLED : RunResult.SUCCEEDED);
    assertThat(status.lastRun().result()).isEqualTo(RunResult.SUCCEEDED);
    assertThat(status.lastHandledRequest()).isEqualTo("second");
    assertThat(story.startsAfterwards()).as("starts for a request afterwards").isOne();
  }
}
