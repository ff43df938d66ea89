package dev.backupsync;

import static dev.backupsync.cluster.Boundary.AFTER_A_CANCEL;
import static dev.backupsync.cluster.Boundary.AFTER_A_POST_THAT_GETS_LOST;
import static dev.backupsync.cluster.Boundary.BEFORE_THE_END_IS_SAVED;
import static dev.backupsync.cluster.Boundary.BEFORE_THE_FINALIZER_IS_REMOVED;
import static dev.backupsync.cluster.Boundary.BEFORE_THE_INTENT_IS_SAVED;
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
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Vendor;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kills the operator, as a process, while one sync of each vendor stands at each boundary of a run;
 * the next process has to bring all of them to their end.
 */
@OnApiServer
class CrashIT {
  private static final Set<Boundary> WHILE_STARTING =
      EnumSet.range(BEFORE_THE_INTENT_IS_SAVED, Boundary.AFTER_THE_HANDLE_IS_SAVED);

  /** Those at which the next process arrives again. */
  private static final Set<Boundary> AGAIN_AND_AGAIN =
      EnumSet.of(
          BEFORE_THE_INTENT_IS_SAVED,
          IN_THE_LOOK,
          BEFORE_THE_LICENCE_IS_SAVED,
          AFTER_A_POST_THAT_GETS_LOST,
          IN_A_POLL,
          BEFORE_THE_END_IS_SAVED);

  private static CrashScene starting;
  private static CrashScene following;
  private static CrashScene thrice;

  @BeforeAll
  static void kill() {
    following = new CrashScene(EnumSet.complementOf(EnumSet.copyOf(WHILE_STARTING))).kill(1);
    starting = new CrashScene(WHILE_STARTING).kill(1);
    thrice = new CrashScene(AGAIN_AND_AGAIN).kill(3);
  }

  @AfterAll
  static void close() {
    Stream.of(starting, following, thrice).forEach(CrashScene::close);
  }

  static Stream<Arguments> rows() {
    return Stream.of(Vendor.Kind.values())
        .flatMap(kind -> Stream.of(Boundary.values()).map(at -> Arguments.of(at, kind)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("rows")
  void killedOnce(Boundary at, Vendor.Kind kind) {
    judge(at, kind, WHILE_STARTING.contains(at) ? starting : following);
  }

  static Stream<Arguments> rowsAgain() {
    return rows().filter(row -> AGAIN_AND_AGAIN.contains(row.get()[0]));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("rowsAgain")
  void killedThreeTimesInARow(Boundary at, Vendor.Kind kind) {
    judge(at, kind, thrice);
  }

  private static void judge(Boundary at, Vendor.Kind kind, CrashScene scene) {
    var story = scene.story(at, kind);

    assertThat(story.starts()).isEqualTo(at == IN_A_RETRY ? 2 : 1);
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
