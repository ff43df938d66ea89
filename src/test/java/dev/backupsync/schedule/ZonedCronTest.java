package dev.backupsync.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.statemachine.Scene;
import dev.backupsync.statemachine.Wall;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Daylight saving, on the days on which clocks really change; and what holds on every day. */
class ZonedCronTest {

  /** The times of a cron on one night, from midnight to six o'clock, with their offsets. */
  @ParameterizedTest(name = "{0}, {1} {2}: {3}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # night                             | zone             | day        | cron        | slots
          spring, before the gap              | Europe/Berlin    | 2026-03-29 | 01:59       | 01:59+01:00
          spring, in the gap                  | Europe/Berlin    | 2026-03-29 | 02:30       | 03:00+02:00
          spring, where the gap begins        | Europe/Berlin    | 2026-03-29 | 02:00       | 03:00+02:00
          spring, where the gap ends          | Europe/Berlin    | 2026-03-29 | 03:00       | 03:00+02:00
          spring, before, in and after it     | Europe/Berlin    | 2026-03-29 | 01:45 02:15 02:45 03:00 03:15 | 01:45+01:00 03:00+02:00 03:15+02:00
          spring, every hour                  | Europe/Berlin    | 2026-03-29 | *:30        | 00:30+01:00 01:30+01:00 03:30+02:00 04:30+02:00 05:30+02:00
          spring, every half hour             | Europe/Berlin    | 2026-03-29 | *:00,30     | 00:00+01:00 00:30+01:00 01:00+01:00 01:30+01:00 03:00+02:00 03:30+02:00 04:00+02:00 04:30+02:00 05:00+02:00 05:30+02:00
          autumn, before the overlap          | Europe/Berlin    | 2026-10-25 | 01:59       | 01:59+02:00
          autumn, in the overlap              | Europe/Berlin    | 2026-10-25 | 02:30       | 02:30+02:00
          autumn, where the overlap begins    | Europe/Berlin    | 2026-10-25 | 02:00       | 02:00+02:00
          autumn, where the overlap ends      | Europe/Berlin    | 2026-10-25 | 03:00       | 03:00+01:00
          autumn, more than once in it        | Europe/Berlin    | 2026-10-25 | 02:00 02:20 02:40 03:00 | 02:00+02:00 02:20+02:00 02:40+02:00 03:00+01:00
          autumn, every hour                  | Europe/Berlin    | 2026-10-25 | *:30        | 00:30+02:00 01:30+02:00 02:30+02:00 02:30+01:00 03:30+01:00 04:30+01:00 05:30+01:00
          autumn, every half hour             | Europe/Berlin    | 2026-10-25 | *:00,30     | 00:00+02:00 00:30+02:00 01:00+02:00 01:30+02:00 02:00+02:00 02:30+02:00 02:00+01:00 02:30+01:00 03:00+01:00 03:30+01:00 04:00+01:00 04:30+01:00 05:00+01:00 05:30+01:00
          the next spring                     | Europe/Berlin    | 2027-03-28 | 02:30       | 03:00+02:00
          the next autumn                     | Europe/Berlin    | 2027-10-31 | 02:30       | 02:30+02:00
          an ordinary night                   | Europe/Berlin    | 2026-07-01 | 02:30       | 02:30+02:00
          spring in America, in the gap       | America/New_York | 2026-03-08 | 02:30       | 03:00-04:00
          spring in America, before the gap   | America/New_York | 2026-03-08 | 01:30       | 01:30-05:00
          spring in America, every hour       | America/New_York | 2026-03-08 | *:15        | 00:15-05:00 01:15-05:00 03:15-04:00 04:15-04:00 05:15-04:00
          autumn in America, in the overlap   | America/New_York | 2026-11-01 | 01:30       | 01:30-04:00
          autumn in America, after it         | America/New_York | 2026-11-01 | 02:30       | 02:30-05:00
          autumn in America, every hour       | America/New_York | 2026-11-01 | *:15        | 00:15-04:00 01:15-04:00 01:15-05:00 02:15-05:00 03:15-05:00 04:15-05:00 05:15-05:00
          the next spring in America          | America/New_York | 2027-03-14 | 02:30       | 03:00-04:00
          the next autumn in America          | America/New_York | 2027-11-07 | 01:30       | 01:30-04:00
          a gap at midnight                   | Africa/Cairo     | 2026-04-24 | 00:00       | 01:00+03:00
          a gap of half an hour               | Australia/Lord_Howe | 2026-10-04 | 02:15    | 02:30+11:00
          an overlap of half an hour          | Australia/Lord_Howe | 2026-04-05 | *:00,45  | 00:00+11:00 00:45+11:00 01:00+11:00 01:45+11:00 01:45+10:30 02:00+10:30 02:45+10:30 03:00+10:30 03:45+10:30 04:00+10:30 04:45+10:30 05:00+10:30 05:45+10:30
          no daylight saving                  | UTC              | 2026-03-29 | 02:30       | 02:30Z
          """)
  void slotsOfANight(String night, String zone, String day, String cron, String slots) {
    var table = new ZonedCron(cron(cron), ZoneId.of(zone));
    var from = OffsetDateTime.parse(day + "T00:00Z").toLocalDate().atStartOfDay(ZoneId.of(zone));
    var till = ZonedDateTime.of(from.toLocalDate().atTime(6, 0), ZoneId.of(zone)).toInstant();
    var expected =
        Arrays.stream(slots.split(" "))
            .map(time -> OffsetDateTime.parse(day + "T" + time).toInstant())
            .toList();

    assertThat(forwards(table, from.toInstant(), till)).isEqualTo(expected);
    assertThat(backwards(table, from.toInstant(), till)).isEqualTo(expected);
  }

  static Stream<Arguments> zonesAndCrons() {
    return Stream.of(
            "Europe/Berlin 2026-03-29",
            "Europe/Berlin 2026-10-25",
            "America/New_York 2026-03-08",
            "America/New_York 2026-11-01",
            "Australia/Lord_Howe 2026-04-05",
            "Australia/Lord_Howe 2026-10-04",
            "Africa/Cairo 2026-04-24",
            "Africa/Cairo 2026-10-30",
            "America/Santiago 2026-04-05",
            "America/Santiago 2026-09-06",
            "Pacific/Apia 2011-12-30")
        .map(night -> List.of(night.split(" ")))
        .flatMap(
            night ->
                Stream.of("02:30", "00:00", "01:15 01:45 02:15 02:45 23:30", "*:00", "*:0,7,30")
                    .map(cron -> Arguments.of(night.getFirst(), day(night.getLast()), cron)));
  }

  /** For each minute of three days, so that both ways agree wherever they start. */
  @ParameterizedTest(name = "{0} {1}: {2}")
  @MethodSource("zonesAndCrons")
  void forwardsAndBackwardsAgreeAtEveryMoment(String zone, Instant day, String cron) {
    var table = new ZonedCron(cron(cron), ZoneId.of(zone));
    var start = day.minus(Duration.ofHours(36));
    var slots = forwards(table, start, start.plus(Duration.ofDays(4)));

    assertThat(slots).isSorted().doesNotHaveDuplicates();
    IntStream.range(36 * 60, 72 * 60)
        .mapToObj(minute -> start.plusSeconds(60L * minute + 30))
        .forEach(
            time -> {
              var next = slots.stream().filter(time::isBefore).findFirst();
              var last = slots.stream().filter(time::isAfter).reduce((_, later) -> later);
              assertThat(table.after(time)).as("after %s", time).isEqualTo(next);
              assertThat(table.notAfter(time)).as("not after %s", time).isEqualTo(last);
              next.ifPresent(slot -> assertThat(table.notAfter(slot)).contains(slot));
            });
  }

  /** A day that a zone left out altogether: its slots are due at the moment of the jump. */
  @Test
  void aMissingDayIsServedOnce() {
    var table = new ZonedCron(Wall.daily("02:30", "14:30"), ZoneId.of("Pacific/Apia"));
    var jump = Instant.parse("2011-12-30T10:00:00Z");

    assertThat(forwards(table, jump.minusSeconds(3600), jump.plusSeconds(3600)))
        .containsExactly(jump);
  }

  @Test
  void aCronThatEndsHasNoFurtherSlot() {
    var never =
        new LocalCron() {
          @Override
          public Optional<LocalDateTime> after(LocalDateTime time) {
            return Optional.empty();
          }

          @Override
          public Optional<LocalDateTime> notAfter(LocalDateTime time) {
            return Optional.empty();
          }

          @Override
          public boolean everyHour() {
            return true;
          }
        };
    var table = new ZonedCron(never, ZoneId.of("Europe/Berlin"));

    assertThat(table.after(Scene.T0)).isEmpty();
    assertThat(table.notAfter(Scene.T0)).isEmpty();
  }

  /** {@code *:0,30}, or times of the day. */
  private static Wall cron(String text) {
    return text.startsWith("*:")
        ? Wall.hourly(
            Arrays.stream(text.substring(2).split(",")).mapToInt(Integer::parseInt).toArray())
        : Wall.daily(text.split(" "));
  }

  private static Instant day(String date) {
    return Instant.parse(date + "T00:00:00Z");
  }

  private static List<Instant> forwards(ZonedCron table, Instant from, Instant till) {
    var slots = new ArrayList<Instant>();
    var next = table.after(from.minusNanos(1));
    while (next.filter(till::isAfter).isPresent()) {
      slots.add(next.get());
      next = table.after(next.get());
    }
    return slots;
  }

  private static List<Instant> backwards(ZonedCron table, Instant from, Instant till) {
    var slots = new ArrayList<Instant>();
    var last = table.notAfter(till.minusNanos(1));
    while (last.filter(slot -> !slot.isBefore(from)).isPresent()) {
      slots.addFirst(last.get());
      last = table.notAfter(last.get().minusNanos(1));
    }
    return slots;
  }
}
