package dev.backupsync.statemachine;

import static dev.backupsync.statemachine.Scene.MAIL;
import static dev.backupsync.statemachine.Scene.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.Run;
import dev.backupsync.api.v1alpha1.RunPolicy;
import dev.backupsync.api.v1alpha1.Trigger;
import dev.backupsync.api.v1alpha1.TriggerType;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunSettingsTest {

  @ParameterizedTest(name = "poll every {0}: after {1} misses {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PT15S |          1 | PT15S
          PT15S |          2 | PT30S
          PT15S |          5 | PT4M
          PT15S |          6 | PT5M
          PT15S | 2147483647 | PT5M
          PT15S |         -7 | PT15S
          PT10M |          1 | PT10M
          PT10M |          2 | PT10M
          """)
  void missesAreFollowedByEverLongerWaits(Duration pollInterval, int misses, Duration wait) {
    assertThat(policy(pollInterval, "PT12H").afterMiss(misses)).isEqualTo(wait);
  }

  @ParameterizedTest(name = "asked for {0}: {1}")
  @CsvSource({"PT7S, PT7S", "PT10M, PT10M", "PT0S, PT15S", "PT-5M, PT15S", ", PT15S"})
  void theVendorSetsThePaceUnlessItAsksForNoWaitAtAll(Duration asked, Duration wait) {
    assertThat(RunSettings.paced(Optional.ofNullable(asked), Duration.ofSeconds(15)))
        .isEqualTo(wait);
  }

  @ParameterizedTest(name = "poll every {0}: before look {1} {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PT15S | 1 | PT15S
          PT15S | 2 | PT30S
          PT15S | 3 | PT1M
          PT15S | 5 | PT1M
          PT10M | 1 | PT1M
          """)
  void looksAtAnEndedOperationsTargetAreAtMostAMinuteApart(
      Duration pollInterval, int looks, Duration wait) {
    assertThat(policy(pollInterval, "PT12H").untilNextConfirmation(looks)).isEqualTo(wait);
  }

  @ParameterizedTest(name = "after attempt {0} about {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
            1 | PT1M
            2 | PT2M
            5 | PT16M
            6 | PT30M
          100 | PT30M
          """)
  void retriesAreDoubledUpToTheLimitAndAtMostATenthLonger(int attempt, Duration wait) {
    assertThat(RunSettings.DEFAULT.beforeRetry(run("a").withAttempt(attempt)))
        .isBetween(wait, wait.plus(wait.dividedBy(10)));
  }

  @Test
  void whatFailedTogetherDoesNotComeBackTogether() {
    var waits =
        IntStream.range(0, 100)
            .mapToObj(i -> RunSettings.DEFAULT.beforeRetry(run("run-" + i)))
            .distinct();

    assertThat(waits).hasSizeGreaterThan(30);
  }

  @Test
  void theSameRunAlwaysWaitsAsLong() {
    assertThat(RunSettings.DEFAULT.beforeRetry(run("a")))
        .isEqualTo(RunSettings.DEFAULT.beforeRetry(run("a")));
  }

  @ParameterizedTest(name = "poll every {0}, timeout {1}: grace {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PT15S | PT12H | PT10M
          PT15S | PT1H  | PT6M
          PT15S | PT1M  | PT30S
          PT1H  | PT1M  | PT10M
          """)
  void graceIsATenthOfTheTimeoutOrTwoPolls(Duration pollInterval, String timeout, Duration grace) {
    assertThat(policy(pollInterval, timeout).grace()).isEqualTo(grace);
  }

  @ParameterizedTest(name = "poll every {0}: in doubt for {1}")
  @CsvSource({"PT1S, PT10S", "PT2S, PT16S", "PT15S, PT2M", "PT2M, PT10M"})
  void doubtEndsAfterEightPolls(Duration pollInterval, Duration doubt) {
    assertThat(policy(pollInterval, "PT12H").doubtEnds(T0)).isEqualTo(T0.plus(doubt));
  }

  @ParameterizedTest(name = "poll every {0}: on its way for {1}")
  @CsvSource({"PT1S, PT10S", "PT15S, PT30S", "PT1H, PT10M"})
  void aStartArrivesWithinTwoPolls(Duration pollInterval, Duration way) {
    assertThat(policy(pollInterval, "PT12H").arrivesBy(T0)).isEqualTo(T0.plus(way));
  }

  @Test
  void noStartIsSentWhenOthersMayCountOnItsAbsence() {
    var shortest = Duration.between(T0, policy(Duration.ofSeconds(1), "PT1M").arrivesBy(T0));

    assertThat(RunSettings.PERMIT_LIFE.multipliedBy(2)).isLessThanOrEqualTo(shortest);
  }

  @ParameterizedTest(name = "poll every {0}, retries up to {1}, the next one in {2}: believed {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PT15S | PT30M  | PT0S      | false
          PT15S | PT30M  | PT24H     | true
          PT15S | PT30M  | PT24H1S   | false
          PT15S | PT240H | PT264H    | true
          PT15S | PT240H | PT264H1S  | false
          PT48H | PT30M  | PT48H     | true
          PT48H | PT30M  | PT48H1S   | false
          """)
  void aWaitIsBelievedThatThisSpecOrAVendorMayHaveAskedFor(
      Duration pollInterval, Duration longestRetry, Duration wait, boolean believed) {
    var settings =
        new RunSettings(
            RunPolicy.ALWAYS,
            pollInterval,
            Duration.ofHours(12),
            3,
            Duration.ofMinutes(1),
            longestRetry,
            Optional.empty());
    var when = T0.plus(wait);

    assertThat(settings.waitsUntil(run("a").withNextPollTime(when), T0))
        .isEqualTo(Optional.of(when).filter(_ -> believed));
  }

  private static RunSettings policy(Duration pollInterval, String timeout) {
    return new RunSettings(
        RunPolicy.ALWAYS,
        pollInterval,
        Duration.parse(timeout),
        3,
        Duration.ofMinutes(1),
        Duration.ofMinutes(30),
        Optional.empty());
  }

  private static Run run(String id) {
    return Run.begin(id, MAIL, Trigger.of(TriggerType.CREATED), T0);
  }
}
