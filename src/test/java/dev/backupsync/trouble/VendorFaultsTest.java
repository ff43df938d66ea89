package dev.backupsync.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.files.GeneratedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every trouble at every call of both vendors: what users see, and what is safe in any case. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VendorFaultsTest {
  private static final Path PAGE = Path.of("docs", "vendor-faults.md");

  /** What is read of a body, and what the sockets on the way hold besides. */
  private static final long LONGEST_BODY = 16L << 20;

  private static final Duration ATTEMPT =
      World.POLICY.timeout().plus(World.POLICY.grace()).plus(World.POLICY.retryMaxInterval());
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
  private static final Duration SLACK = Duration.ofMinutes(1);

  private List<Row> rows = List.of();
  private String page = "";

  @BeforeAll
  void play() throws InterruptedException, ExecutionException {
    var table = Table.play();
    rows = table.rows();
    page = table.markdown();
  }

  private Stream<Row> rows() {
    return rows.stream();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void theTroubleStrikes(Row row) {
    assertThat(row.once().outcome()).isNotEqualTo("never asked");
    assertThat(row.forEver().outcome()).isNotEqualTo("never asked");
  }

  @ParameterizedTest
  @MethodSource("rows")
  void noAttemptIsAcceptedTwiceAndNoRunHasASecondBesideIt(Row row) {
    for (var played : List.of(row.once(), row.forEver())) {
      assertThat(played.accepted()).isLessThanOrEqualTo(played.attempts());
      assertThat(played.mostAtOnce()).isLessThanOrEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void nobodyIsHammered(Row row) {
    for (var played : List.of(row.once(), row.forEver())) {
      var polls = played.took().dividedBy(World.POLICY.pollInterval());
      assertThat(played.calls()).isLessThanOrEqualTo((int) (2 * polls + 10));
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void noBodyIsReadWithoutAnEnd(Row row) {
    assertThat(row.once().longestBody()).isLessThan(LONGEST_BODY);
    assertThat(row.forEver().longestBody()).isLessThan(LONGEST_BODY);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void whatHappensOnceIsOvercomeUnlessItIsAVerdict(Row row) {
    var verdict = row.once().outcome().startsWith("Rejected");

    assertThat(row.once().over()).isTrue();
    if (verdict) {
      assertThat(row.scene()).isIn(Scene.NAME, Scene.START, Scene.SYNC);
      assertThat(row.once().end()).startsWith("Failed");
      assertThat(row.once().accepted()).isZero();
    } else if (row.scene() == Scene.STOP) {
      assertThat(row.once().end()).isIn("Cancelled Cancelled", "Succeeded Synchronized");
    } else {
      assertThat(row.once().end()).isEqualTo("Succeeded Synchronized");
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void whatLastsEndsInTimeOrWaitsForItsStart(Row row) {
    var played = row.forEver();

    if (played.over()) {
      var attempts = ATTEMPT.multipliedBy(played.attempts());
      var watched = Play.LONG.plus(LONGEST_WAIT); // until it goes out of sight
      var longer = attempts.compareTo(watched) > 0 ? attempts : watched;
      assertThat(played.took()).isLessThanOrEqualTo(longer.plus(SLACK));
    } else {
      assertThat(played.end()).matches("Queued ConnectionNotReady|Starting .*");
      assertThat(played.accepted()).as("what waits runs nowhere").isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void afterTheTroubleTheNextRunSucceeds(Row row) {
    assertThat(row.once().recovered()).isTrue();
    assertThat(row.forEver().recovered()).isTrue();
  }

  @Test
  void nobodyFollowsARedirect() {
    assertThat(Trouble.Elsewhere.HOST.requests().all()).isEmpty();
  }

  @Test
  void thePageTellsIt() throws IOException {
    new GeneratedFile(PAGE, VendorFaultsTest.class).assertIs(page);
  }
}
