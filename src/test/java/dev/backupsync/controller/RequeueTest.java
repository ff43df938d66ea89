package dev.backupsync.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
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

  @Test
  void whatFailsIsRepeatedEverSlowerUpToAMinute() {
    for (var earlier : List.of(0, 1, 20)) {
      assertThat(Requeue.afterFailure(earlier).delay()).hasValue(Backoff.after(earlier + 1));
    }
    assertThat(Requeue.afterFailure(Integer.MAX_VALUE).delay()).hasValue(Duration.ofMinutes(1));
  }

  private static Duration rest(Duration... wishes) {
    return Requeue.after(Stream.of(wishes)).delay().orElseThrow();
  }
}
