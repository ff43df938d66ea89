package dev.backupsync.schedule.cron;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.Month;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cron-utils makes of a cron, held against the clock on the wall, minute by minute. */
class CronExpressionTest {
  private static final LocalDateTime START = LocalDateTime.of(2026, 12, 27, 0, 0);
  private static final LocalDateTime END = LocalDateTime.of(2028, 3, 2, 0, 0);

  private static final Map<String, Predicate<LocalDateTime>> MEANING =
      Map.ofEntries(
          Map.entry("*/15 0 1-7 * *", t -> t.getMinute() % 15 == 0 && firstWeek(t)),
          Map.entry("5,50 */7 * * *", t -> at(t, 5, 50) && t.getHour() % 7 == 0),
          Map.entry("10-30/10 9-17 * 3 1-5", t -> at(t, 10, 20, 30) && month(t, 3) && office(t)),
          Map.entry("0 3 * * 0", t -> hour(t, 3) && t.getDayOfWeek() == DayOfWeek.SUNDAY),
          Map.entry("0 3 * * 7", t -> hour(t, 3) && t.getDayOfWeek() == DayOfWeek.SUNDAY),
          Map.entry("0 3 * * fri-SUN", t -> hour(t, 3) && t.getDayOfWeek().getValue() >= 5),
          Map.entry("0 3 13 * 5", t -> hour(t, 3) && (day(t, 13) || weekday(t, 5))),
          Map.entry("0 3 31 * *", t -> hour(t, 3) && day(t, 31)),
          Map.entry("0 3 29 2 *", t -> hour(t, 3) && day(t, 29) && month(t, 2)),
          Map.entry("59 23 31 DEC *", t -> at(t, 59) && t.getHour() == 23 && newYearsEve(t)),
          Map.entry("@yearly", t -> hour(t, 0) && day(t, 1) && month(t, 1)),
          Map.entry("@annually", t -> hour(t, 0) && day(t, 1) && month(t, 1)),
          Map.entry("@monthly", t -> hour(t, 0) && day(t, 1)),
          Map.entry("@weekly", t -> hour(t, 0) && weekday(t, 7)),
          Map.entry("@daily", t -> hour(t, 0)),
          Map.entry("@midnight", t -> hour(t, 0)),
          Map.entry("@hourly", t -> at(t, 0)));

  static Stream<String> crons() {
    return MEANING.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("crons")
  void isDueWhenItSays(String text) {
    var cron = read(text);
    var expected = minutes().filter(MEANING.get(text)).toList();

    var forwards = new ArrayList<LocalDateTime>();
    var next = cron.after(START.minusNanos(1));
    while (next.filter(END::isAfter).isPresent()) {
      forwards.add(next.get());
      next = cron.after(next.get());
    }
    var backwards = new ArrayList<LocalDateTime>();
    var last = cron.notAfter(END.minusNanos(1));
    while (last.filter(time -> !time.isBefore(START)).isPresent()) {
      backwards.addFirst(last.get());
      last = cron.notAfter(last.get().minusNanos(1));
    }

    assertThat(forwards).isEqualTo(expected);
    assertThat(backwards).isEqualTo(expected);
  }

  @Test
  void aSlotIsNotAfterItself() {
    var cron = read("0 3 * * *");
    var slot = START.withHour(3);

    assertThat(cron.notAfter(slot)).contains(slot);
    assertThat(cron.notAfter(slot.minusNanos(1))).contains(slot.minusDays(1));
    assertThat(cron.after(slot)).contains(slot.plusDays(1));
    assertThat(cron.after(slot.minusNanos(1))).contains(slot);
  }

  @ParameterizedTest
  @CsvSource({
    "0 * * * *, true",
    "*/5 */1 * * *, true",
    "0 0-23 * * 1, true",
    "@hourly, true",
    "0 */2 * * *, false",
    "* 2 * * *, false",
    "@daily, false"
  })
  void aRhythmNamesEveryHour(String text, boolean everyHour) {
    assertThat(read(text).everyHour()).isEqualTo(everyHour);
  }

  @Test
  void spacesAndMacrosDoNotMakeAnotherSchedule() {
    assertThat(read(" 0\t0  * * * ").text()).isEqualTo(read("@daily").text());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          60 * * * *          | '60' is not a minute (0-59)
          0 24 * * *          | '24' is not an hour (0-23)
          0 0 0 * *           | '0' is not a day of the month (1-31)
          0 0 * 13 *          | '13' is not a month (1-12 or JAN-DEC)
          0 0 * * 8           | '8' is not a day of the week (0-7 or SUN-SAT, 0 and 7 are Sunday)
          0 0 * * monday      | 'monday' is not a day of the week
          */0 * * * *         | '*/0' is not a minute
          30-10 * * * *       | '30-10' is not a minute
          0 0 ? * 1           | '?' is not a day of the month
          0 0 L * *           | 'L' is not a day of the month
          0 0 * * 1#2         | '1#2' is not a day of the week
          0 0 ٣ * *           | '٣' is not a day of the month
          5-/ * * * *         | '5-/' is not a minute
          1,,2 * * * *        | '1,,2' is not a minute
          0 3 * *             | needs five fields (minute, hour, day of the month, month, day of the week), has 4
          0 0 3 * * *         | has 6
          CRON_TZ=UTC 0 3 * * *         | has 6
          " "                 | has 0
          @every 5m           | '@every 5m' is not a macro; there are @annually @daily @hourly @midnight @monthly @weekly @yearly
          @reboot             | '@reboot' is not a macro
          0 0 30 2 *          | '0 0 30 2 *' never comes
          0 0 31 4,6,9,11 *   | never comes
          """)
  void tellsInPlainWordsWhatIsWrong(String text, String told) {
    var problems = new ArrayList<String>();

    assertThat(CronExpression.read(text, problems::add)).isEmpty();

    assertThat(problems).singleElement().asString().contains(told);
  }

  @Test
  void tellsEveryFieldThatIsWrong() {
    var problems = new ArrayList<String>();

    assertThat(CronExpression.read("61 25 * * x", problems::add)).isEmpty();

    assertThat(problems).hasSize(3);
  }

  /** What made cron-utils throw an ArrayIndexOutOfBoundsException, or read what nobody means. */
  @ParameterizedTest
  @ValueSource(
      strings = {"0|30", "67,5-/", "0-5/", "/5", "7-/", "1-", ",", "-", "/", "5/7/", "*-5", "*,"})
  void oddShapesAreRefused(String field) {
    for (var i = 0; i < 5; i++) {
      var fields = new ArrayList<>(List.of("*", "*", "*", "*", "*"));
      fields.set(i, field);

      assertThat(CronExpression.read(String.join(" ", fields), _ -> {})).isEmpty();
    }
  }

  private static CronExpression read(String text) {
    var problems = new ArrayList<String>();
    Optional<CronExpression> cron = CronExpression.read(text, problems::add);
    assertThat(problems).isEmpty();
    return cron.orElseThrow();
  }

  private static Stream<LocalDateTime> minutes() {
    return Stream.iterate(START, END::isAfter, time -> time.plusMinutes(1));
  }

  private static boolean at(LocalDateTime time, Integer... minutes) {
    return List.of(minutes).contains(time.getMinute());
  }

  private static boolean hour(LocalDateTime time, int hour) {
    return at(time, 0) && time.getHour() == hour;
  }

  private static boolean office(LocalDateTime time) {
    return time.getHour() >= 9 && time.getHour() <= 17 && time.getDayOfWeek().getValue() <= 5;
  }

  private static boolean day(LocalDateTime time, int day) {
    return time.getDayOfMonth() == day;
  }

  private static boolean firstWeek(LocalDateTime time) {
    return time.getHour() == 0 && time.getDayOfMonth() <= 7;
  }

  private static boolean weekday(LocalDateTime time, int day) {
    return time.getDayOfWeek() == DayOfWeek.of(day);
  }

  private static boolean month(LocalDateTime time, int month) {
    return time.getMonth() == Month.of(month);
  }

  private static boolean newYearsEve(LocalDateTime time) {
    return month(time, 12) && day(time, 31);
  }
}
