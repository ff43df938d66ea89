package dev.backupsync.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.BackupSyncOperator;
import dev.backupsync.api.v1alpha1.VeeamConnection;
import dev.backupsync.cluster.ApiServer;
import dev.backupsync.cluster.OnApiServer;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code deploy/} makes of an empty cluster, with the real kubectl. */
@OnApiServer
class DeployIT {
  private static ApiServer api;

  @TempDir Path folder;
  private final Traffic traffic = new Traffic(_ -> {});
  private Work work;

  @BeforeAll
  static void startApiServer() {
    api = ApiServer.bare();
    kubectl("apply", "--validate=false", "-f", "crds"); // it does not know all of their fields
    api.awaitCrds();
  }

  @AfterAll
  static void stopApiServer() {
    api.close();
  }

  @BeforeEach
  void open() {
    work = new Work(api.client());
  }

  @AfterEach
  void close() {
    work.close();
  }

  @Test
  void oneFileInstallsAnOperatorThatServesAndCanBeAppliedAgain() throws IOException {
    kubectl("apply", "--validate=false", "-f", "deploy/install.yaml");
    kubectl("apply", "--validate=false", "-f", "deploy/install.yaml");

    var release = new Release(api, Manifests.NAMESPACE, Manifests.NAME);
    try (var client = release.client(traffic);
        var _ = operator(client, release)) {
      work.bringBothKindsToSuccess();
    }
    assertThat(traffic.refused()).isEmpty();
  }

  @Test
  void aNamespaceOfOnesOwnIsServedWithoutAnyRightBeyondIt() throws IOException {
    var namespace = work.mail.namespace();
    apply(overlay("namespaced", namespace));

    var release = new Release(api, namespace, Manifests.NAME);
    work.mail.veeamConnection();
    try (var client = release.client(traffic);
        var _ = operator(client, release)) {
      work.mail.awaitReason(VeeamConnection.class, "vb365", "Connected");
    }
    assertThat(traffic.refused()).isEmpty();
    assertThat(kustomized(overlay("namespaced", namespace)))
        .doesNotContain(
            "kind: Cluster", "kind: CustomResourceDefinition", "namespace: backup-sync");
  }

  @ParameterizedTest
  @CsvSource({"base, 1", "ha, 3"})
  void anOverlayPutsItElsewhereWithAnotherImage(String kustomization, int replicas)
      throws IOException {
    var namespace = work.vaults.namespace();
    apply(overlay(kustomization, namespace));

    var deployment =
        api.client().apps().deployments().inNamespace(namespace).withName(Manifests.NAME).require();
    assertThat(deployment.getSpec().getReplicas()).isEqualTo(replicas);
    assertThat(image(deployment)).isEqualTo("registry.example.com/backup-sync-operator:1.2.3");
    assertThat(new Release(api, namespace, Manifests.NAME).clusterRoleBindings())
        .singleElement()
        .satisfies(
            binding ->
                assertThat(binding.getSubjects().getFirst().getNamespace()).isEqualTo(namespace));
  }

  private static String image(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage();
  }

  private Path overlay(String kustomization, String namespace) throws IOException {
    var base = Files.createDirectories(folder.resolve("base"));
    try (var files = Files.list(Path.of("deploy", "kustomize", kustomization))) {
      for (var file : files.toList()) {
        Files.writeString(base.resolve(file.getFileName()), Files.readString(file));
      }
    }
    var overlay = Files.createDirectories(folder.resolve("overlay"));
    Files.writeString(
        overlay.resolve("kustomization.yaml"),
        """
        namespace: %s
        bases: [../base]
        images: [{name: backup-sync-operator, newName: registry.example.com/backup-sync-operator, newTag: 1.2.3}]
        """
            .formatted(namespace));
    return overlay;
  }

  private static String kustomized(Path overlay) {
    return kubectl("kustomize", overlay.toString());
  }

  private static void apply(Path overlay) {
    // 1.20 has no policy/v1 yet.
    var manifests =
        kustomized(overlay).replace("apiVersion: policy/v1\n", "apiVersion: policy/v1beta1\n");
    var applied = api.kubectl().runWith(manifests, "apply", "--validate=false", "-f", "-");
    assertThat(applied.exitCode()).as(applied.output()).isZero();
  }

  private static String kubectl(String... arguments) {
    var result = api.kubectl().run(arguments);
    assertThat(result.exitCode()).as(result.output()).isZero();
    return result.output();
  }

  private static BackupSyncOperator operator(KubernetesClient client, Release release)
      throws IOException {
    return BackupSyncOperator.start(client, release.options(), Map.of(), InstantSource.system());
  }
}
