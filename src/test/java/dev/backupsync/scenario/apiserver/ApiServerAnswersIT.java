package dev.backupsync.scenario.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.BackupInstanceSync;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.cluster.ApiGateway;
import dev.backupsync.cluster.ApiServer;
import dev.backupsync.cluster.BothVendors;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.OperatorProcess;
import dev.backupsync.cluster.Stage;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.Match;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the log says where the API server refuses something, as API servers do now and then. */
@OnApiServer
class ApiServerAnswersIT {
  @AutoClose private final BothVendors both = BothVendors.open();
  @AutoClose private final ApiGateway gateway = ApiGateway.before(ApiServer.shared());

  private final Stage stage = both.stage();

  /** The Kubernetes client tries some of these again for minutes, but for this. */
  private static final Map<String, String> AT_ONCE =
      Map.of("KUBERNETES_REQUEST_RETRY_BACKOFFLIMIT", "0");

  /** A permit is asked for once; one that is refused is another look's business. */
  @ParameterizedTest
  @ValueSource(ints = {409, 429, 500, 503})
  void oneLineNamesTheSync(int code) {
    try (var operator = start()) {
      operator.awaitReady();
      both.each(vendor -> gateway.faults().next(both.statusWrites(vendor), Fault.status(code)));
      both.create();
      both.awaitRunning();

      var log = operator.log();
      assertThat(log).doesNotContain("Uncaught", "Exception", "during reconciliation", "ERROR");
      both.each(
          vendor ->
              assertThat(lines(log, vendor.kind(), "sync"))
                  .filteredOn(line -> line.contains("looking again"))
                  .singleElement()
                  .asString()
                  .contains(" INFO ", "HTTP " + code));
      both.each(vendor -> assertThat(vendor.starts()).isOne());
    }
  }

  @Test
  void oneLineNamesTheConnection() {
    both.each(
        vendor ->
            gateway
                .faults()
                .next(Match.of("PUT", ".*/" + vendor.connection() + "/status"), Fault.status(503)));
    try (var operator = start()) {
      both.create();
      both.awaitRunning();
      Stage.awaitUntil(() -> gateway.faults().pending() == 0);

      both.each(
          vendor ->
              Stage.awaitUntil(
                  () ->
                      lines(operator.log(), vendor.connectionKind(), vendor.connection()).stream()
                          .anyMatch(line -> line.contains("HTTP 503; looking again"))));
      assertThat(operator.log()).doesNotContain("Uncaught", "Exception", "ERROR");
    }
  }

  @Test
  void oneLineNamesTheSyncWhoseFinalizerCouldNotBeTakenOff() {
    try (var operator = start()) {
      both.create("deletionPolicy: Cancel");
      both.awaitRunning();
      both.each(
          vendor ->
              gateway
                  .faults()
                  .next(
                      Match.of("PATCH", ".*/" + HasMetadata.getPlural(vendor.kind()) + "/sync"),
                      Fault.status(500)));
      both.each(vendor -> stage.delete(vendor.kind(), "sync"));

      assertThat(operator.log()).doesNotContain("Uncaught", "Exception", "ERROR");
      both.each(
          vendor ->
              assertThat(lines(operator.log(), vendor.kind(), "sync"))
                  .anyMatch(line -> line.contains("HTTP 500; looking again")));
      assertThat(stage.events(BackupInstanceSync.class))
          .containsExactly("Started", "CancelUnsupported", "LeftRunning"); // once, not twice
    }
  }

  /** What a person must mend says so in the API server's words. */
  @Test
  void aRightThatIsMissingIsAWarningThatNamesTheObject() {
    gateway
        .faults()
        .always(
            Match.of("PUT", ".*/sync/status"),
            Fault.status(
                403,
                """
                {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "Forbidden",
                 "message": "cannot update resource", "code": 403}
                """));
    both.create();

    try (var operator =
        OperatorProcess.start(gateway.kubeconfig(), "--watch-namespaces=" + stage.namespace())) {
      both.each(
          vendor ->
              Stage.awaitUntil(
                  () ->
                      lines(operator.log(), vendor.kind(), "sync").stream()
                          .anyMatch(
                              line ->
                                  line.contains("WARN")
                                      && line.contains("cannot update resource"))));
      assertThat(operator.log()).doesNotContain("Uncaught", "ERROR");

      gateway.faults().clear();
      both.await(status -> status.currentState() == SyncState.SYNCHRONIZING);
      both.each(vendor -> assertThat(vendor.starts()).isOne());
    }
  }

  private OperatorProcess start() {
    return OperatorProcess.start(
        gateway.kubeconfig(), AT_ONCE, "--watch-namespaces=" + stage.namespace());
  }

  private List<String> lines(String log, Class<? extends HasMetadata> kind, String name) {
    var about = "[%s %s/%s ".formatted(HasMetadata.getKind(kind), stage.namespace(), name);
    return log.lines().filter(line -> line.contains(about)).toList();
  }
}
