package dev.backupsync.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.cluster.OnApiServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Short soaks for every build; the long ones are for {@link SoakCommand}. Their seed is fixed, so
 * that a red build can be played again: {@code -Dsoak.seed} draws other lots.
 */
@OnApiServer
class SoakIT {
  private static final int SYNCS = 20;
  private static final Duration DURATION =
      Duration.ofSeconds(Integer.getInteger("soak.seconds", 120));
  private static final int KILLS = Integer.getInteger("soak.kills", 15);
  private static final long SEED = Long.getLong("soak.seed", 20_261_127L);

  @Test
  void survivesWhateverFails() throws InterruptedException {
    assertEveryLawHolds(Plan.everything(DURATION, SEED, SYNCS));
  }

  @Test
  void survivesKillsAtRandomMoments() throws InterruptedException {
    assertEveryLawHolds(Plan.kills(KILLS, SEED, SYNCS));
  }

  private static void assertEveryLawHolds(Plan plan) throws InterruptedException {
    var out = System.out;
    try (var soak = new Soak(plan, out::println)) {
      var report = soak.run();
      report.print(out::println);
      assertThat(report.violations()).isEmpty();
    }
  }
}
