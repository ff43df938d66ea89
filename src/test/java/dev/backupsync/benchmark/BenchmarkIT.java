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
  private static final int REPOSITORIES = Integer.getInteger("benchmark.syncs", 200);
  private static final int INSTANCES = REPOSITORIES / 2;

  /** For one run. */
  private record Budget(double statusWrites, double events, double apiReads, double vendorCalls) {}

  @Test
  void aRunCostsNoMoreCallsThanItsBudget() throws IOException, InterruptedException {
    costs(SyncKind.REPOSITORY_SYNC, REPOSITORIES, new Budget(4, 2, 0.5, 6));
  }

  @Test
  void aRunOfABackupInstanceCostsNoMoreCallsThanItsBudget()
      throws IOException, InterruptedException {
    costs(SyncKind.BACKUP_INSTANCE_SYNC, INSTANCES, new Budget(3.5, 2, 0.5, 6));
  }

  private static void costs(SyncKind kind, int syncs, Budget budget)
      throws IOException, InterruptedException {
    var work =
        new Workload(
            kind,
            1,
            syncs,
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

      assertThat(figures.done()).isEqualTo(syncs);
      assertThat(figures.starts()).isEqualTo(syncs);
      assertThat(figures.perSync(calls.statusWrites()))
          .as("status writes per run")
          .isLessThanOrEqualTo(budget.statusWrites());
      var connections = 1; // each tells once that it is connected
      assertThat((calls.events() - connections) / (double) syncs)
          .as("events per run")
          .isLessThanOrEqualTo(budget.events());
      assertThat(figures.perSync(calls.reads()))
          .as("API reads per run")
          .isLessThanOrEqualTo(budget.apiReads());
      assertThat(figures.perSync(calls.vendorCalls()))
          .as("vendor calls per run")
          .isLessThanOrEqualTo(budget.vendorCalls());
    }
  }
}
