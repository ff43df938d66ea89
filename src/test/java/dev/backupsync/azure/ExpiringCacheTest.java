package dev.backupsync.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.simulator.HandClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpiringCacheTest {
  private static final Duration MOMENT = Duration.ofMillis(1);

  private final HandClock clock = new HandClock();
  private final List<String> made = new ArrayList<>();
  private final ExpiringCache<String, String> cache =
      new ExpiringCache<>(value -> value.equals("needed"), clock);

  @Test
  void whatIsUsedIsKept() {
    for (var i = 0; i < 5; i++) {
      use("a");
      use("b");
      clock.advance(ExpiringCache.WHILE);
    }

    assertThat(made).containsExactly("a", "b");
  }

  @Test
  void whatNobodyUsesIsLetGoOnceOthersAreUsed() {
    use("a");
    use("b");
    clock.advance(ExpiringCache.WHILE);
    use("b");
    clock.advance(MOMENT);
    use("c");

    use("b");
    use("a");

    assertThat(made).containsExactly("a", "b", "c", "a");
  }

  @Test
  void whatIsNeededIsKeptAndHoldsUpNothing() {
    use("needed");
    use("a");
    clock.advance(ExpiringCache.WHILE.plus(MOMENT));
    use("b");

    use("needed");
    use("a");

    assertThat(made).containsExactly("needed", "a", "b", "a");
  }

  private void use(String key) {
    var value =
        cache.of(
            key,
            () -> {
              made.add(key);
              return key;
            });
    assertThat(value).isEqualTo(key);
  }
}
