package dev.backupsync.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.Reason;
import dev.backupsync.api.v1alpha1.RunResult;
import dev.backupsync.statemachine.ClockStory.Jump;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * However often the clock is set, by hours and at any moment, a run goes as if it were not. Where
 * it is put back by more than a day between two looks, what an attempt took is forgotten.
 */
class ClockPropertyTest {
  private static final String SEED = "20260101";
  private static final Duration TIMEOUT = Duration.ofHours(1);
  private static final Duration ENDLESS = Duration.ofDays(365);
  private static final Duration OWN_PACE = Duration.ofSeconds(15);

  /** How long a run is looked at after each jump, before it is judged, and one poll more. */
  private static final Duration AFTER_A_JUMP = Duration.ofMinutes(10);

  @Property(seed = SEED, edgeCases = EdgeCasesMode.NONE)
  void aRunThatEndsInTimeSucceeds(
      @ForAll("jumps") List<Jump> jumps,
      @ForAll("lengths") Duration length,
      @ForAll("paces") Duration pace,
      @ForAll boolean losesStart) {
    var story = new ClockStory(TIMEOUT, length, pace, losesStart);

    var status = story.play(jumps);

    assertThat(status.lastRun().result()).as("%s", status).isEqualTo(RunResult.SUCCEEDED);
    assertThat(story.starts()).isOne();
    assertNoPollIsDelayed(story, pace);
  }

  @Property(seed = SEED, edgeCases = EdgeCasesMode.NONE)
  void oneThatDoesNotEndIsGivenUpAfterItsTimeoutAndNotBefore(
      @ForAll("jumps") List<Jump> jumps,
      @ForAll("paces") Duration pace,
      @ForAll boolean losesStart) {
    var story = new ClockStory(TIMEOUT, ENDLESS, pace, losesStart);

    var status = story.play(jumps);

    assertThat(status.reason()).isEqualTo(Reason.DEADLINE_EXCEEDED);
    assertThat(story.starts()).isOne();
    assertThat(story.took())
        .isGreaterThan(TIMEOUT.minus(OWN_PACE))
        .isLessThan(TIMEOUT.plus(pace).plus(AFTER_A_JUMP.multipliedBy(1 + jumps.size())));
    assertNoPollIsDelayed(story, pace);
  }

  /** A wait may be begun anew, but lasts no longer for that. */
  private static void assertNoPollIsDelayed(ClockStory story, Duration pace) {
    var longest = pace.compareTo(OWN_PACE) > 0 ? pace : OWN_PACE;
    assertThat(story.longestGap).isLessThanOrEqualTo(longest.multipliedBy(2).plusSeconds(20));
  }

  @Provide
  Arbitrary<List<Jump>> jumps() {
    var seconds = Arbitraries.integers().between(0, 1200).map(Duration::ofSeconds);
    var hours = Arbitraries.of(-3, -2, -1, 1, 2, 3).map(Duration::ofHours);
    var minutes = Arbitraries.integers().between(-50, 50).map(Duration::ofMinutes);
    return Combinators.combine(
            seconds, Arbitraries.oneOf(hours, minutes), Arbitraries.of(ClockStory.Moment.class))
        .as(Jump::new)
        .list()
        .ofMaxSize(6);
  }

  @Provide
  Arbitrary<Duration> lengths() {
    return Arbitraries.of("PT1S", "PT20S", "PT2M", "PT20M", "PT50M").map(Duration::parse);
  }

  @Provide
  Arbitrary<Duration> paces() {
    return Arbitraries.of("PT0S", "PT1M", "PT5M").map(Duration::parse);
  }
}
