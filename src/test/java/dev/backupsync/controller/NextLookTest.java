package dev.backupsync.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.RepositorySync;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NextLookTest {
  @Test
  void theFirstWishCounts() {
    assertThat(delay(Duration.ofSeconds(30), Duration.ofSeconds(20))).isEqualTo(20_000);
  }

  @Test
  void nothingRestsForLongerThanTenMinutes() {
    assertThat(delay()).isEqualTo(600_000);
    assertThat(delay(Duration.ofDays(3))).isEqualTo(600_000);
  }

  @Test
  void nowIsNow() {
    assertThat(NextLook.<RepositorySync>now().getScheduleDelay()).contains(0L);
  }

  private static long delay(Duration... wishes) {
    return NextLook.<RepositorySync>after(Stream.of(wishes)).getScheduleDelay().orElseThrow();
  }
}
