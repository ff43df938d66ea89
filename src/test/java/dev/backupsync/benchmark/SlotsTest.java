package dev.backupsync.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlotsTest {
  private static final Duration WITHIN = Duration.ofMinutes(2);

  @Test
  void countsWhatWasServedMissedAndRepeated() {
    var starts =
        List.of(
            new Vendors.Start("a", 900), // before the first slot
            new Vendors.Start("a", 1_500),
            new Vendors.Start("a", 2_000), // once more
            new Vendors.Start("b", 1_000 + WITHIN.toMillis()), // too late for the first
            new Vendors.Start("a", 301_000));

    var slots = Slots.judge(List.of(1_000L, 300_000L), WITHIN, List.of("a", "b"), starts);

    assertThat(slots).isEqualTo(new Slots(List.of(500L, 1_000L), 2, 1));
    assertThat(slots.slowestSeconds()).isEqualTo(1);
  }

  @Test
  void aStartIsLostWhereNoSuccessTellsOfIt() {
    var starts =
        List.of(
            new Vendors.Start("a", 1),
            new Vendors.Start("a", 2),
            new Vendors.Start("b", 3),
            new Vendors.Start("c", 4));

    assertThat(Slots.lost(starts, Map.of("a", 1, "b", 1))).isEqualTo(2);
  }
}
