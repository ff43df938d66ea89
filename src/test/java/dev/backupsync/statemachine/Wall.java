package dev.backupsync.statemachine;

import dev.backupsync.schedule.LocalCron;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * A cron of every day at the same times, so that tests of time zones need no cron; the reader of
 * real ones has tests of its own.
 */
public record Wall(NavigableSet<LocalTime> times, boolean everyHour) implements LocalCron {

  /** At these times of the day, such as {@code 02:30}. */
  public static Wall daily(String... times) {
    return new Wall(new TreeSet<>(Arrays.stream(times).map(LocalTime::parse).toList()), false);
  }

  /** In every hour at these minutes. */
  public static Wall hourly(int... minutes) {
    var times = new TreeSet<LocalTime>();
    IntStream.range(0, 24)
        .forEach(h -> Arrays.stream(minutes).forEach(m -> times.add(LocalTime.of(h, m))));
    return new Wall(times, true);
  }

  @Override
  public Optional<LocalDateTime> after(LocalDateTime time) {
    var later = Optional.ofNullable(times.higher(time.toLocalTime()));
    var day = time.toLocalDate();
    return Optional.of(later.map(day::atTime).orElseGet(() -> first(day.plusDays(1))));
  }

  @Override
  public Optional<LocalDateTime> notAfter(LocalDateTime time) {
    var earlier = Optional.ofNullable(times.floor(time.toLocalTime()));
    var day = time.toLocalDate();
    return Optional.of(
        earlier.map(day::atTime).orElseGet(() -> day.minusDays(1).atTime(times.last())));
  }

  private LocalDateTime first(LocalDate day) {
    return day.atTime(times.first());
  }
}
