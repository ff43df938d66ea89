package dev.backupsync.time;

import static dev.backupsync.statemachine.Scene.T0;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClocksTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private Instant wall = T0;
  private long nanos = Long.MAX_VALUE - 1; // which overflows
  private final Clocks clocks = new Clocks(() -> wall, () -> nanos);

  @Test
  void howLongAgoSomethingWasDoesNotHangOnTheWall() {
    var earlier = clocks.now();

    passAndSet(Duration.ofHours(-2));

    assertThat(clocks.since(earlier)).isEqualTo(MINUTE);
  }

  @Test
  void norDoesTheClockForWaits() {
    var steady = clocks.steady();

    passAndSet(Duration.ofHours(2));

    assertThat(steady.instant()).isEqualTo(T0.plus(MINUTE));
  }

  @Test
  void whatAnEarlierProcessToldIsReckonedBackFromTheWall() {
    var told = clocks.since(T0.minus(MINUTE));

    assertThat(told.time()).isEqualTo(T0.minus(MINUTE));
    assertThat(clocks.since(told)).isEqualTo(MINUTE);
  }

  private void passAndSet(Duration by) {
    nanos += MINUTE.toNanos();
    wall = wall.plus(MINUTE).plus(by);
  }
}
