package dev.backupsync.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void eachWaitIsHalfAsLongAgainUpToAMinute() {
    var waits = IntStream.rangeClosed(1, 13).mapToObj(Backoff::after).map(Duration::toMillis);

    assertThat(waits)
        .containsExactly(
            1000L, 1500L, 2250L, 3375L, 5062L, 7593L, 11390L, 17085L, 25628L, 38443L, 57665L,
            60000L, 60000L);
  }

  /** Also after more failures than can be counted. */
  @Test
  void noWaitIsLongerThanAMinuteOrShorterThanASecond() {
    assertThat(Backoff.after(Integer.MAX_VALUE)).hasSeconds(60);
    assertThat(Backoff.after(0)).hasSeconds(1);
  }
}
