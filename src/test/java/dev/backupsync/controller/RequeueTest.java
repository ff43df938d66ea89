package dev.backupsync.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RequeueTest {
  @Test
  void theFirstWishCounts() {
    assertThat(rest(Duration.ofSeconds(30), Duration.ofSeconds(20))).hasSeconds(20);
  }

  @Test
  void nothingRestsForLongerThanTenMinutes() {
    assertThat(rest()).hasMinutes(10);
    assertThat(rest(Duration.ofDays(3))).hasMinutes(10);
  }

  @Test
  void nowIsNow() {
    assertThat(Requeue.now().delay()).contains(Duration.ZERO);
  }

  @Test
  void whatIsGoneIsNotLookedAt() {
    assertThat(Requeue.never().delay()).isEmpty();
  }

  /** Also after more failures than can be counted. */
  @Test
  void whatFailsIsRepeatedEverSlowerUpToAMinute() {
    var waits = IntStream.range(0, 8).mapToObj(Requeue::afterFailure).map(RequeueTest::seconds);

    assertThat(waits).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
    assertThat(seconds(Requeue.afterFailure(Integer.MAX_VALUE))).isEqualTo(60);
  }

  private static long seconds(Requeue next) {
    return next.delay().orElseThrow().toSeconds();
  }

  private static Duration rest(Duration... wishes) {
    return Requeue.after(Stream.of(wishes)).delay().orElseThrow();
  }
}
