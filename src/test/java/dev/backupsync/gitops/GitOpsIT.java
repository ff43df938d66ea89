package dev.backupsync.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.cluster.ApiServer;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Stage;
import dev.backupsync.cluster.Vendor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What GitOps tools do to our objects, by the calls of kubectl that do the same. */
@OnApiServer
class GitOpsIT {
  private static final String REQUESTED = "backupsync.dev/requested-at";

  @AutoClose private final Stage stage = Stage.open();

  /**
   * As {@code Replace=true} of Argo CD does: annotations and finalizers that Git lacks are gone.
   */
  @ParameterizedTest
  @EnumSource
  void aReplacedObjectRunsNotAgain(Vendor.Kind kind) {
    var vendor = operated(kind);
    vendor.sync("deletionPolicy: Cancel");
    var live = new Live(stage, vendor.kind());
    live.await("sync", "Synchronizing", "Progressing");
    vendor.finish();
    live.await("sync", "Succeeded", "Synchronized");
    stage.annotate(vendor.kind(), "sync", REQUESTED, "by hand");
    live.await("sync", "Synchronizing", "Progressing");
    vendor.finish();
    live.await("sync", "Succeeded", "Synchronized");

    var spec = live.get("sync").withObject("/spec").deepCopy().put("timeout", "3h");
    kubectl(manifest(vendor, spec.toString()), "replace", "-f", "-");
    var replaced = live.await("sync", "Succeeded", "Synchronized");

    assertThat(replaced.at("/metadata/annotations").has(REQUESTED)).isFalse();
    assertThat(replaced.at("/spec/timeout").asText()).isEqualTo("3h");
    Stage.awaitUntil(() -> live.get("sync").at("/metadata/finalizers").size() == 1);
    assertThat(vendor.starts()).isEqualTo(2);
  }

  /** As {@code Force=true} of Argo CD and {@code force} of Flux do. */
  @ParameterizedTest
  @EnumSource(names = "VEEAM")
  void anObjectThatIsMadeAnewGoesOnWithTheRunInFlight(Vendor.Kind kind) {
    var vendor = operated(kind);
    vendor.sync();
    var live = new Live(stage, vendor.kind());
    var before = live.await("sync", "Synchronizing", "Progressing");

    kubectl(manifest(vendor, before.get("spec").toString()), "replace", "--force", "-f", "-");
    var after = live.await("sync", "Synchronizing", "Progressing");

    assertThat(after.at("/metadata/uid")).isNotEqualTo(before.at("/metadata/uid"));
    assertThat(after.at("/status/run/adopted").asBoolean()).isTrue();
    assertThat(vendor.starts()).isOne();
  }

  @Test
  void ourPatchOfArgoCdsConfigMapLeavesTheRestAlone() {
    stage.configMap("argocd-cm", Map.of("url", "https://argocd.example.com"));

    kubectl("", "patch", "configmap", "argocd-cm", "--patch-file", "deploy/argocd/argocd-cm.yaml");

    var data =
        stage
            .client()
            .configMaps()
            .inNamespace(stage.namespace())
            .withName("argocd-cm")
            .require()
            .getData();
    assertThat(data).containsEntry("url", "https://argocd.example.com").hasSize(7);
    assertThat(Customization.all())
        .allSatisfy(
            kind ->
                assertThat(data).containsEntry(ArgoCdConfig.key("health", kind), kind.health()));
  }

  private Vendor operated(Vendor.Kind kind) {
    var vendor = kind.on(stage);
    vendor.connect();
    stage.operate();
    return vendor;
  }

  private static String manifest(Vendor vendor, String spec) {
    return "{\"apiVersion\": \"%s\", \"kind\": \"%s\", \"metadata\": {\"name\": \"sync\"}, \"spec\": %s}"
        .formatted(
            HasMetadata.getApiVersion(vendor.kind()), HasMetadata.getKind(vendor.kind()), spec);
  }

  private void kubectl(String input, String... arguments) {
    var all = Stream.concat(Stream.of("-n", stage.namespace()), Stream.of(arguments));
    var result = ApiServer.shared().kubectl().runWith(input, all.toArray(String[]::new));
    assertThat(result.exitCode()).as(result.output()).isZero();
  }
}
