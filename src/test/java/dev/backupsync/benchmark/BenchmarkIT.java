package dev.backupsync.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.cluster.OnApiServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What a run may cost in calls, which are exact; times are measured elsewhere and prove nothing.
 */
@OnApiServer
class BenchmarkIT {
  private static final int SYNCS = Integer.getInteger("benchmark.syncs", 200);
  private static final double STATUS_WRITES_PER_RUN = 6.5;
  private static final double EVENTS_PER_RUN = 2;
  private static final double API_READS_PER_RUN = 1.2;
  private static final double VENDOR_CALLS_PER_RUN = 10;

  @Test
  void aRunCostsNoMoreCallsThanItsBudget() throws IOException, InterruptedException {
    var work =
        new Workload(
            SyncKind.REPOSITORY_SYNC,
            SYNCS,
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            false,
            0,
            Duration.ofSeconds(5),
            Duration.ofMinutes(5));
    try (var trial = new Trial(Contestant.OPERATOR, work, 1, List.of(), Path.of("none"))) {
      var figures = trial.run();
      Table.print(List.of(figures), System.out::println);
      var calls = figures.calls();
      System.out.println(calls);

      assertThat(figures.done()).isEqualTo(SYNCS);
      assertThat(figures.starts()).isEqualTo(SYNCS);
      assertThat(figures.perSync(calls.statusWrites()))
          .as("status writes per run")
          .isLessThanOrEqualTo(STATUS_WRITES_PER_RUN);
      assertThat(figures.perSync(calls.events()))
          .as("events per run")
          .isLessThanOrEqualTo(EVENTS_PER_RUN);
      assertThat(figures.perSync(calls.reads()))
          .as("API reads per run")
          .isLessThanOrEqualTo(API_READS_PER_RUN);
      assertThat(figures.perSync(calls.vendorCalls()))
          .as("vendor calls per run")
          .isLessThanOrEqualTo(VENDOR_CALLS_PER_RUN);
    }
  }
}
