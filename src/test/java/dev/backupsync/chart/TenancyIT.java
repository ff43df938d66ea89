package dev.backupsync.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backupsync.BackupSyncOperator;
import dev.backupsync.OperatorOptions;
import dev.backupsync.api.v1alpha1.RepositorySync;
import dev.backupsync.cluster.ApiServer;
import dev.backupsync.cluster.OnApiServer;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The three models of tenancy as they lie in {@code examples/tenancy}, and tenants who try more.
 */
@OnApiServer
class TenancyIT {
  private static final Path FOLDER = Path.of("examples", "tenancy");
  private static final String STRANGER = "tenancy-stranger";
  private static final String CONNECTION =
      """
      apiVersion: backupsync.dev/v1alpha1
      kind: VeeamConnection
      metadata: {name: mine, namespace: %s}
      spec: {url: "https://vb365.example.com:4443", credentialsSecretRef: {name: vb365}}
      """;

  private static BackupSyncOperator operator;

  @BeforeAll
  static void applyTheModelsAndServeThem() throws IOException {
    PeoplesRoles.install();
    for (var model : List.of("connection-per-tenant.yaml", "shared-connection.yaml")) {
      var applied =
          ApiServer.shared().kubectl().run("apply", "-f", FOLDER.resolve(model).toString());
      assertThat(applied.exitCode()).as(applied.output()).isZero();
    }
    for (var name : List.of(STRANGER, "solo-a")) {
      PeoplesRoles.admin()
          .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
          .create();
    }
    operator =
        BackupSyncOperator.start(
            PeoplesRoles.admin(),
            OperatorOptions.of(
                "--http-port=0", "--watch-namespaces=team-a,backup-platform,tenant-a," + STRANGER),
            Map.of(),
            InstantSource.system());
  }

  @AfterAll
  static void stop() {
    operator.close();
  }

  @Test
  void aTenantWithConnectionsOfItsOwnKeepsThemToItself() {
    try (var member = PeoplesRoles.as("anna", "team-a")) {
      member
          .resource(
              new SecretBuilder()
                  .withNewMetadata()
                  .withName("vb365")
                  .withNamespace("team-a")
                  .endMetadata()
                  .addToStringData(Map.of("username", "a", "password", "b"))
                  .build())
          .create();
      member.load(stream(CONNECTION.formatted("team-a"))).create();
      member.load(stream(sync("own", "team-a", "team-a"))).create();

      assertRefused(() -> member.load(stream(CONNECTION.formatted("tenant-a"))).create());
      assertRefused(() -> member.load(stream(sync("x", "tenant-a", "team-a"))).create());
      assertRefused(() -> member.secrets().inNamespace("backup-platform").list());
    }
    PeoplesRoles.admin().load(stream(sync("thief", STRANGER, "team-a"))).create();

    awaitReason(STRANGER, "thief", "ConnectionNotAllowed");
    awaitReason("team-a", "own", "ConnectionNotReady");
  }

  @Test
  void aSharedConnectionIsUsedByTenantsWhoNeverSeeIt() {
    try (var member = PeoplesRoles.as("bert", "tenant-a")) {
      member.load(stream(sync("more", "tenant-a", "backup-platform"))).create();

      assertRefused(() -> member.secrets().inNamespace("backup-platform").list());
      assertRefused(
          () ->
              member
                  .genericKubernetesResources("backupsync.dev/v1alpha1", "VeeamConnection")
                  .inNamespace("backup-platform")
                  .list());
      assertRefused(() -> member.load(stream(CONNECTION.formatted("tenant-a"))).create());
      assertRefused(() -> member.namespaces().withName("tenant-a").edit(TenancyIT::joined));
    }
    try (var owner = PeoplesRoles.as("otto", "backup-platform")) {
      owner.load(stream(CONNECTION.formatted("backup-platform"))).create();
      assertRefused(() -> owner.load(stream(sync("x", "tenant-a", "backup-platform"))).create());
    }
    PeoplesRoles.admin().load(stream(sync("outsider", STRANGER, "backup-platform"))).create();

    awaitReason(STRANGER, "outsider", "ConnectionNotAllowed");
    awaitReason("tenant-a", "more", "ConnectionNotReady");
    awaitReason("tenant-a", "mail-archive", "ConnectionNotReady");
  }

  @Test
  void anOperatorOfATenantsOwnReachesNothingBeyond() throws IOException {
    var chart =
        Rendered.as(
            "solo-a",
            Manifests.NAME,
            Files.readString(FOLDER.resolve("operator-per-tenant.values.yaml")));
    Stream.of(Role.class, RoleBinding.class)
        .flatMap(kind -> chart.all(kind).stream())
        .forEach(object -> PeoplesRoles.admin().resource(object).create());
    var operator = "system:serviceaccount:solo-a:" + chart.pod().getServiceAccountName();

    assertThat(chart.all(ClusterRoleBinding.class)).isEmpty();
    assertThat(PeoplesRoles.may(operator, "list", "", "secrets", "", "solo-a")).isTrue();
    for (var elsewhere : List.of("team-a", "backup-platform", "default")) {
      assertThat(PeoplesRoles.may(operator, "list", "", "secrets", "", elsewhere)).isFalse();
      assertThat(
              PeoplesRoles.may(
                  operator, "list", "backupsync.dev", "repositorysyncs", "", elsewhere))
          .isFalse();
    }
  }

  private static Namespace joined(Namespace namespace) {
    return namespace.edit().editMetadata().addToLabels("a", "b").endMetadata().build();
  }

  private static String sync(String name, String namespace, String connections) {
    return """
    apiVersion: backupsync.dev/v1alpha1
    kind: RepositorySync
    metadata: {name: %s, namespace: %s}
    spec: {connectionRef: {name: vb365, namespace: %s}, repository: {name: %s}}
    """
        .formatted(name, namespace, connections, name);
  }

  private static void awaitReason(String namespace, String name, String reason) {
    KubernetesClient client = PeoplesRoles.admin();
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(
                        client
                            .resources(RepositorySync.class)
                            .inNamespace(namespace)
                            .withName(name)
                            .require()
                            .getStatus()
                            .knownConditions())
                    .extracting(Condition::getReason)
                    .contains(reason));
  }

  private static InputStream stream(String yaml) {
    return new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertRefused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(403));
  }
}
