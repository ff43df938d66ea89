package dev.backupsync.statemachine;

import static dev.backupsync.statemachine.Scene.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.time.Clocks;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClockWatchTest {
  private final ClockWatch watch = new ClockWatch();

  @Test
  void itWatchesFromItsFirstReadingOn() {
    assertThat(at(T0.plusMillis(700), 0)).isEqualTo(new ClockWatch.Watch(T0, Instant.MIN));
    assertThat(at(T0.plusSeconds(86_400), 86_400)).isEqualTo(new ClockWatch.Watch(T0, Instant.MIN));
  }

  @Test
  void orFromAnEarlierTime() {
    var since = T0.minusSeconds(60);

    assertThat(new ClockWatch(Optional.of(since)).at(new Clocks.Moment(T0, 0)).since())
        .isEqualTo(since);
  }

  @ParameterizedTest
  @ValueSource(longs = {31, -31, 7_200, -7_200, 86_400 * 365, -86_400 * 365})
  void whereTheClockIsSetItWatchesAnew(long seconds) {
    at(T0, 0);

    var set = at(T0.plusSeconds(10 + seconds), 10);
    var later = at(T0.plusSeconds(20 + seconds), 20);

    var anew = T0.plusSeconds(10 + seconds);
    assertThat(set).isEqualTo(new ClockWatch.Watch(anew, anew));
    assertThat(later).isEqualTo(set);
  }

  /** As NTP corrects it every now and then. */
  @ParameterizedTest
  @ValueSource(longs = {30, -30, 1})
  void aLittleIsNothing(long seconds) {
    at(T0, 0);

    assertThat(at(T0.plusSeconds(10 + seconds), 10).since()).isEqualTo(T0);
  }

  private ClockWatch.Watch at(Instant time, long passed) {
    return watch.at(new Clocks.Moment(time, Duration.ofSeconds(passed).toNanos()));
  }
}
