package dev.backupsync.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.statemachine.Wall;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
  private static final Instant SLOT = Instant.parse("2026-01-01T03:00:00Z");
  private static final Instant YESTERDAY = SLOT.minus(Duration.ofDays(1));
  private static final Instant TOMORROW = SLOT.plus(Duration.ofDays(1));

  private final Schedule plain = daily(Jitter.NONE);
  private final Schedule halfAMinuteLate = daily(new Jitter(0.5));

  @Test
  void aSlotIsDueAtItsTime() {
    assertThat(plain.latest(YESTERDAY, SLOT.minusSeconds(1))).isEmpty();
    assertThat(plain.latest(YESTERDAY, SLOT)).contains(SLOT);
    assertThat(plain.latest(YESTERDAY, TOMORROW.minusSeconds(1))).contains(SLOT);
  }

  @Test
  void onlyTheLatestOfSeveralSlotsIsDue() {
    assertThat(plain.latest(SLOT.minus(Duration.ofDays(900)), SLOT)).contains(SLOT);
  }

  @Test
  void whatLiesBehindIsNeverDue() {
    assertThat(plain.latest(SLOT, SLOT.plusSeconds(5))).isEmpty();
    assertThat(plain.latest(SLOT.plusSeconds(1), SLOT.plusSeconds(5))).isEmpty();
  }

  @Test
  void withJitterItIsDueLater() {
    assertThat(halfAMinuteLate.latest(YESTERDAY, SLOT.plusSeconds(29))).isEmpty();
    assertThat(halfAMinuteLate.latest(YESTERDAY, SLOT.plusSeconds(30))).contains(SLOT);
  }

  @Test
  void untilItsJitterIsOverTheSlotBeforeIsTheLatest() {
    var since = YESTERDAY.minus(Duration.ofDays(1));

    assertThat(halfAMinuteLate.latest(since, SLOT.plusSeconds(29))).contains(YESTERDAY);
  }

  @Test
  void theNextSlotIsToldWithItsJitter() {
    assertThat(halfAMinuteLate.next(YESTERDAY, SLOT.minusSeconds(5)))
        .contains(SLOT.plusSeconds(30));
    assertThat(halfAMinuteLate.next(YESTERDAY, SLOT.plusSeconds(5))).contains(SLOT.plusSeconds(30));
    assertThat(halfAMinuteLate.next(SLOT, SLOT.plusSeconds(5))).contains(TOMORROW.plusSeconds(30));
    assertThat(halfAMinuteLate.next(YESTERDAY, SLOT.plusSeconds(30)))
        .contains(TOMORROW.plusSeconds(30));
  }

  @Test
  void aClockThatWasSetBackBringsNoSlotBack() {
    assertThat(plain.latest(SLOT, SLOT.minusSeconds(60))).isEmpty();
    assertThat(plain.next(SLOT, SLOT.minusSeconds(60))).contains(TOMORROW);
  }

  @Test
  void missedSlotsAreCountedUpToAHundred() {
    assertThat(plain.between(YESTERDAY, SLOT)).isEmpty();
    assertThat(plain.between(YESTERDAY, SLOT.plusNanos(1)).orElseThrow().describe())
        .isEqualTo("The slot of 2026-01-01T03:00:00Z");
    assertThat(plain.between(YESTERDAY, SLOT.plus(Duration.ofDays(99))).orElseThrow().describe())
        .isEqualTo("99 slots since 2026-01-01T03:00:00Z");
    assertThat(plain.between(YESTERDAY, SLOT.plus(Duration.ofDays(999))).orElseThrow().describe())
        .isEqualTo("At least 100 slots since 2026-01-01T03:00:00Z");
  }

  @Test
  void theStartingDeadlineCountsFromWhenASlotIsDue() {
    var table = new ZonedCron(Wall.daily("03:00"), ZoneOffset.UTC);
    var hour = Optional.of(Duration.ofHours(1));

    assertThat(new Schedule("", table, hour, new Jitter(0.5)).expiry(SLOT))
        .contains(SLOT.plusSeconds(3630));
    assertThat(plain.expiry(SLOT)).isEmpty();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "P365D, PT59S",
    "PT1H, PT59S",
    "PT10M, PT59S",
    "PT5M, PT29S",
    "PT1M, PT5S",
    "PT9S, PT0S"
  })
  void jitterIsATenthOfTheWayToTheNextSlotAndAtMostAMinute(Duration distance, Duration longest) {
    assertThat(new Jitter(0.999_999).delay(distance)).isEqualTo(longest);
    assertThat(new Jitter(0).delay(distance)).isZero();
  }

  @Test
  void aHundredObjectsWithOneCronAreSpreadOverItsMinute() {
    var seconds =
        IntStream.range(0, 100)
            .mapToObj(i -> Jitter.of("backup/sync-" + i + "/uid").delay(Duration.ofDays(1)))
            .collect(Collectors.groupingBy(delay -> delay, Collectors.counting()));

    assertThat(seconds.keySet()).hasSizeGreaterThan(40).allMatch(d -> d.toSeconds() < 60);
    assertThat(seconds.values()).allMatch(together -> together <= 6);
  }

  @Test
  void jitterIsTheSameForTheSameObject() {
    assertThat(Jitter.of("backup/mail/1")).isEqualTo(Jitter.of("backup/mail/1"));
    assertThat(Jitter.of("backup/mail/1")).isNotEqualTo(Jitter.of("backup/mail/2"));
  }

  private static Schedule daily(Jitter jitter) {
    var table = new ZonedCron(Wall.daily("03:00"), ZoneOffset.UTC);
    return new Schedule("daily", table, Optional.empty(), jitter);
  }
}
