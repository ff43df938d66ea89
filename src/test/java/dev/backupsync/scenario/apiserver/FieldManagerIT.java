package dev.backupsync.scenario.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.cluster.ApiServer;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.OperatorProcess;
import dev.backupsync.cluster.Stage;
import dev.backupsync.cluster.Vendor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever asks who wrote a field of an object is told the operator's name. */
@OnApiServer
class FieldManagerIT {
  private static final String OURS = "backup-sync-operator";

  /** The tests apply what they apply by that name. */
  private static final String TESTS = "fabric8";

  @AutoClose private final Stage stage = Stage.open();

  @ParameterizedTest
  @EnumSource
  void everyWriteIsTheOperators(Vendor.Kind kind) {
    var vendor = kind.on(stage);
    vendor.connect();
    try (var operator =
        OperatorProcess.start(
            ApiServer.shared().kubeconfig(),
            "--watch-namespaces=" + stage.namespace(),
            "--leader-election=true",
            "--pod-namespace=" + stage.namespace())) {
      operator.awaitReady();
      vendor.sync("deletionPolicy: Cancel");
      vendor.await(SyncState.SYNCHRONIZING);
      stage.awaitEvents("sync", "Started");

      assertThat(managers(stage.get(vendor.kind(), "sync"))).containsOnly(TESTS, OURS);
      assertThat(managers(stage.get(vendor.connectionKind(), vendor.connection())))
          .containsOnly(TESTS, OURS);
      assertThat(parts(stage.get(vendor.kind(), "sync"), TESTS)).contains("f:spec");
      assertThat(parts(stage.get(vendor.kind(), "sync"), OURS))
          .as("a spec is never written")
          .containsOnly("f:metadata", "f:status");
      assertThat(parts(stage.get(vendor.connectionKind(), vendor.connection()), OURS))
          .containsOnly("f:status");
      assertThat(stage.client().v1().events().inNamespace(stage.namespace()).list().getItems())
          .isNotEmpty()
          .allSatisfy(event -> assertThat(managers(event)).containsExactly(OURS));
      assertThat(stage.client().leases().inNamespace(stage.namespace()).list().getItems())
          .singleElement()
          .satisfies(lease -> assertThat(managers(lease)).containsExactly(OURS));
    }
  }

  /** What somebody wrote of an object. */
  private static Set<String> parts(HasMetadata object, String manager) {
    return object.getMetadata().getManagedFields().stream()
        .filter(entry -> entry.getManager().equals(manager))
        .flatMap(entry -> entry.getFieldsV1().getAdditionalProperties().keySet().stream())
        .collect(Collectors.toSet());
  }

  private static Set<String> managers(HasMetadata object) {
    return object.getMetadata().getManagedFields().stream()
        .map(ManagedFieldsEntry::getManager)
        .collect(Collectors.toSet());
  }
}
