package dev.backupsync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.cluster.ApiGateway;
import dev.backupsync.cluster.ApiServer;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.OperatorProcess;
import dev.backupsync.cluster.Stage;
import dev.backupsync.cluster.Vendor;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.Match;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kills the operator, as a process, at each boundary of a run. */
@OnApiServer
class CrashIT {

  @ParameterizedTest
  @EnumSource
  void killedBeforeTheIntentIsSaved(Vendor.Kind kind) {
    try (var stage = Stage.open();
        var gateway = ApiGateway.before(ApiServer.shared())) {
      var vendor = kind.on(stage);
      vendor.connect();
      gateway.faults().next(Match.of("PUT", ".*syncs/.*/status"), new Fault.Silence());
      vendor.sync();
      try (var first =
          OperatorProcess.start(gateway.kubeconfig(), "--watch-namespaces=" + stage.namespace())) {
        Stage.awaitUntil(() -> gateway.faults().pending() == 0);
        first.kill();
      }
      try (var _ =
          OperatorProcess.start(gateway.kubeconfig(), "--watch-namespaces=" + stage.namespace())) {
        stage.await(vendor.kind(), "sync", s -> s.state() == SyncState.SYNCHRONIZING);
        vendor.finish();
        stage.await(vendor.kind(), "sync", s -> s.state() == SyncState.SUCCEEDED);
      }
      assertThat(vendor.starts()).isEqualTo(1);
    }
  }
}
