package dev.backupsync.scenario.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.SyncStatus;
import dev.backupsync.cluster.ApiGateway;
import dev.backupsync.cluster.ApiServer;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.OperatorProcess;
import dev.backupsync.cluster.Stage;
import dev.backupsync.cluster.Vendor;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.Match;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A namespace that the operator may not read harms no other one, and is served once it may. */
@OnApiServer
class NamespacesIT {
  private static final Fault FORBIDDEN =
      Fault.status(
          403,
          """
          {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "Forbidden",
           "message": "cannot list", "code": 403}
          """);

  @AutoClose private final Stage open = Stage.open();
  @AutoClose private final Stage closed = Stage.open();
  @AutoClose private final ApiGateway gateway = ApiGateway.before(ApiServer.shared());

  @Test
  void theOthersAreServedAndItIsTooOnceItMayBeRead() {
    forbid(closed);
    var served = begun(Vendor.Kind.VEEAM, open);
    var waiting = begun(Vendor.Kind.AZURE, closed);

    open.operateBehind(gateway, "--watch-namespaces=" + both());

    served.await(SyncState.SYNCHRONIZING);
    assertThat(closed.get(waiting.kind(), "sync").getStatus()).isEqualTo(SyncStatus.NEW);

    gateway.faults().clear();
    waiting.await(SyncState.SYNCHRONIZING);
    served.finish();
    served.await(SyncState.SUCCEEDED);
    assertThat(served.starts() + waiting.starts()).isEqualTo(2);
  }

  /** Nobody can tell whether there is such a connection. */
  @ParameterizedTest
  @EnumSource
  void aSyncWhoseConnectionIsThereIsToldThatItMayNotBeRead(Vendor.Kind kind) {
    forbid(closed);
    kind.on(closed).connect();
    var vendor = begun(kind, open);
    open.patch(
        vendor.kind(),
        "sync",
        "{\"spec\": {\"connectionRef\": {\"namespace\": \"%s\"}}}".formatted(closed.namespace()));

    open.operateBehind(gateway, "--watch-namespaces=" + both());

    var told = open.awaitReason(vendor.kind(), "sync", "ConnectionNotFound");
    assertThat(told.getMessage()).contains("may not read namespace " + closed.namespace());
  }

  @Test
  void theProcessNamesIt() {
    forbid(closed);

    try (var operator = start()) {
      operator.awaitReady();
      assertThat(operator.log())
          .contains("Namespace " + closed.namespace() + " of WATCH_NAMESPACES is not served yet")
          .doesNotContain("Namespace " + open.namespace());
    }
  }

  @Test
  void withNoneThatItMayReadItDoesNotStart() {
    forbid(closed);
    forbid(open);

    try (var operator = start()) {
      assertThat(operator.awaitExit()).isNotZero();
      assertThat(operator.log()).contains("The operator may not list").hasLineCount(1);
    }
  }

  private OperatorProcess start() {
    return OperatorProcess.start(gateway.kubeconfig(), "--watch-namespaces=" + both());
  }

  private void forbid(Stage stage) {
    gateway.faults().always(Match.path(".*/namespaces/" + stage.namespace() + "/.*"), FORBIDDEN);
  }

  private String both() {
    return closed.namespace() + "," + open.namespace();
  }

  private static Vendor begun(Vendor.Kind kind, Stage stage) {
    var vendor = kind.on(stage);
    vendor.connect();
    vendor.sync();
    return vendor;
  }
}
