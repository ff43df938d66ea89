package dev.backupsync.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NextLookTest {
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
    assertThat(NextLook.now().in()).contains(Duration.ZERO);
  }

  @Test
  void whatIsGoneIsNotLookedAt() {
    assertThat(NextLook.never().in()).isEmpty();
  }

  /** Also after more failures than can be counted. */
  @Test
  void whatFailsIsRepeatedEverSlowerUpToAMinute() {
    var waits = IntStream.range(0, 8).mapToObj(NextLook::afterFailure).map(NextLookTest::seconds);

    assertThat(waits).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
    assertThat(seconds(NextLook.afterFailure(Integer.MAX_VALUE))).isEqualTo(60);
  }

  private static long seconds(NextLook next) {
    return next.in().orElseThrow().toSeconds();
  }

  private static Duration rest(Duration... wishes) {
    return NextLook.after(Stream.of(wishes)).in().orElseThrow();
  }
}
