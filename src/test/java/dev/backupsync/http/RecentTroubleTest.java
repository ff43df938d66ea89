package dev.backupsync.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.simulator.HandClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecentTroubleTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration MOMENT = Duration.ofMillis(1);

  private final HandClock clock = new HandClock();
  private final RecentTrouble trouble = new RecentTrouble(clock);

  @Test
  void thereIsNoneAtFirst() {
    assertThat(trouble.lasts()).isFalse();
  }

  @Test
  void itIsRememberedForAMinute() {
    trouble.happened();
    clock.advance(RecentTrouble.MEMORY.minus(MOMENT));
    assertThat(trouble.lasts()).isTrue();

    clock.advance(MOMENT);
    assertThat(trouble.lasts()).isFalse();
  }

  @Test
  void aWaitThatIsLongerCountsAlsoWhereThereIsMoreTroubleMeanwhile() {
    trouble.happened(LONG);
    trouble.happened();
    trouble.happened(Duration.ZERO);
    clock.advance(LONG.minus(MOMENT));
    assertThat(trouble.lasts()).isTrue();

    clock.advance(MOMENT);
    assertThat(trouble.lasts()).isFalse();
  }

  @Test
  void itIsForgottenWhereTheClockWasPutBack() {
    trouble.happened(LONG);
    clock.advance(MOMENT.negated());
    assertThat(trouble.lasts()).isFalse();

    trouble.happened();
    clock.advance(RecentTrouble.MEMORY);
    assertThat(trouble.lasts()).isFalse();
  }
}
