package dev.backupsync.scenario.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.cluster.ApiGateway;
import dev.backupsync.cluster.ApiServer;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.OperatorProcess;
import dev.backupsync.cluster.Stage;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.Match;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** SIGTERM ends the process, whatever it waits for. */
@OnApiServer
class StoppingIT {
  private static final int TERMINATED = 143;
  private static final Map<String, String> PATIENT = Map.of("KUBERNETES_REQUEST_TIMEOUT", "600000");

  @Test
  void anApiServerThatDoesNotAnswerHoldsUpNoReleaseOfTheLease() {
    try (var stage = Stage.open();
        var gateway = ApiGateway.before(ApiServer.shared());
        var operator =
            OperatorProcess.start(
                gateway.kubeconfig(),
                PATIENT,
                "--watch-namespaces=" + stage.namespace(),
                "--pod-namespace=" + stage.namespace(),
                "--leader-election=true")) {
      operator.awaitReady();
      Stage.awaitUntil(() -> operator.log().contains("Leading as"));
      gateway.faults().always(Match.path(".*/leases/.*"), new Fault.Silence());

      assertThat(operator.terminate()).isEqualTo(TERMINATED);
      assertThat(operator.log()).contains("was not released in time; it runs out by itself");
    }
  }

  @Test
  void aStartThatWaitsForTheApiServerIsGivenUp() {
    try (var stage = Stage.open();
        var gateway = ApiGateway.before(ApiServer.shared())) {
      var lists = Match.get(".*/repositorysyncs");
      gateway.faults().always(lists, new Fault.Silence());
      gateway.faults().next(lists, new Fault.Latency(Duration.ZERO));
      try (var operator =
          OperatorProcess.start(
              gateway.kubeconfig(), PATIENT, "--watch-namespaces=" + stage.namespace())) {
        Stage.awaitUntil(() -> gateway.count("GET", ".*/repositorysyncs") >= 2);

        assertThat(operator.terminate()).isEqualTo(TERMINATED);
        assertThat(operator.log()).contains("Told to stop");
      }
    }
  }
}
