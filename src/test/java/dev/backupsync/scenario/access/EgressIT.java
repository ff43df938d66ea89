package dev.backupsync.scenario.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.AzureConnection;
import dev.backupsync.api.v1alpha1.RepositorySync;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.VeeamConnection;
import dev.backupsync.cluster.ApiServer;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.OperatorProcess;
import dev.backupsync.cluster.Stage;
import dev.backupsync.simulator.AzureServer;
import dev.backupsync.simulator.Certificates;
import dev.backupsync.simulator.CountingProxy;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which ways the operator takes out of its pod, as a process of its own. */
@OnApiServer
class EgressIT {
  private static final String VEEAM = "vb365.example.test";
  private static final String AZURE = "azure.example.test";
  private static final String ACCOUNT =
      """
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: backup}
      """;
  private static final String PASSWORD = "p@ss:w%rd";

  private final Stage stage = Stage.open();

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void vendorsAreReachedThroughTheProxyAndTheApiServerIsNot() throws IOException {
    try (var proxy = CountingProxy.forAccount("sync", PASSWORD);
        var operator = operator(Map.of("HTTPS_PROXY", url("sync:p%40ss%3Aw%25rd@", proxy)))) {
      connections();
      stage.veeam.addRepository("Mail").outOfSync(true);
      stage.apply(
          """
          apiVersion: backupsync.dev/v1alpha1
          kind: RepositorySync
          metadata: {name: mail}
          spec: {connectionRef: {name: vb365}, repository: {name: Mail}, pollInterval: 1s}
          """);
      stage.awaitReason(AzureConnection.class, "azure", "Connected");
      stage.veeam.script().duration(Duration.ofSeconds(1));
      stage.await(RepositorySync.class, "mail", s -> s.currentState() == SyncState.SUCCEEDED);

      assertThat(proxy.targets())
          .contains(AZURE + ":" + stage.azure.port(), VEEAM + ":" + stage.veeam.port())
          .allMatch(target -> target.contains(".example.test:"));
      assertThat(stage.veeam.requests().all())
          .allMatch(request -> request.header("Proxy-Authorization").isEmpty());
      assertThat(operator.log()).doesNotContain(PASSWORD, "p%40ss");
    }
  }

  @Test
  void aProxyThatTurnsUsAwayIsToldWithoutThePassword() throws IOException {
    try (var proxy = CountingProxy.forAccount("sync", PASSWORD);
        var operator = operator(Map.of("https_proxy", url("sync:wr0ng@", proxy)))) {
      connections();

      stage.awaitReason(VeeamConnection.class, "vb365", "Unreachable");
      stage.awaitReason(AzureConnection.class, "azure", "Unreachable");
      for (var connection :
          List.of(
              stage.get(VeeamConnection.class, "vb365"),
              stage.get(AzureConnection.class, "azure"))) {
        assertThat(Serialization.asJson(connection))
            .contains("The proxy 127.0.0.1:" + proxy.port() + " refuses the user and password")
            .doesNotContain("wr0ng");
      }
      assertThat(operator.log()).contains("refuses the user and password").doesNotContain("wr0ng");
      assertThat(stage.veeam.requests().all()).isEmpty();
      assertThat(stage.azure.requests().all()).isEmpty();
    }
  }

  @Test
  void hostsThatAreNotAllowedAreNotCalled() {
    try (var _ = operator(Map.of("ALLOWED_HOSTS", "*.corp.example"))) {
      stage.veeamConnection().azureConnection();

      stage.awaitReason(VeeamConnection.class, "vb365", "AccessDenied");
      stage.awaitMessage(VeeamConnection.class, "vb365", "ALLOWED_HOSTS");
      stage.awaitReason(AzureConnection.class, "azure", "AccessDenied");
      assertThat(stage.veeam.requests().all()).isEmpty();
      assertThat(stage.azure.requests().all()).isEmpty();
    }
  }

  @Test
  void theOperatorsOwnIdentityIsNotLentToATenant(@TempDir Path folder) throws IOException {
    var token = Files.writeString(folder.resolve("token"), "the.operators.own");
    stage.azure.authority().federated(AzureServer.CLIENT_ID, "the.operators.own");
    stage.azureConnection();
    stage.patch(
        AzureConnection.class,
        "azure",
        "{\"spec\": {\"credential\": {\"type\": \"WorkloadIdentity\", \"secretRef\": null}}}");
    var pod = Map.of("AZURE_FEDERATED_TOKEN_FILE", token.toString(), "POD_NAMESPACE", "operators");
    try (var _ = operator(pod)) {

      stage.awaitReason(AzureConnection.class, "azure", "AccessDenied");
      stage.awaitMessage(AzureConnection.class, "azure", "lends its own Azure identity");
      assertThat(stage.azure.requests().all()).isEmpty();
    }
  }

  @Test
  void eachNamespaceIsSomebodyByAServiceAccountOfItsOwn() {
    stage.azure.authority().federatedAccount(AzureServer.CLIENT_ID, stage.namespace(), "backup");
    try (var _ = operator(Map.of())) {
      stage.azureConnection();
      stage.awaitReason(AzureConnection.class, "azure", "Connected");
      stage.patch(
          AzureConnection.class,
          "azure",
          "{\"spec\": {\"credential\": {\"type\": \"WorkloadIdentity\", \"secretRef\": null,"
              + " \"serviceAccountRef\": {\"name\": \"backup\"}}}}");
      stage.awaitReason(AzureConnection.class, "azure", "CredentialsInvalid");
      stage.awaitMessage(AzureConnection.class, "azure", "There is no ServiceAccount backup");

      stage.apply(ACCOUNT);

      stage.awaitReason(AzureConnection.class, "azure", "Connected");
    }
  }

  private OperatorProcess operator(Map<String, String> environment) {
    return OperatorProcess.start(
        ApiServer.shared().kubeconfig(), environment, "--watch-namespaces=" + stage.namespace());
  }

  private static String url(String account, CountingProxy proxy) {
    return "http://" + account + "127.0.0.1:" + proxy.port();
  }

  /** Both vendors by names that only a proxy can resolve. */
  private void connections() {
    stage.veeam.present(Certificates.shared().forNames(VEEAM));
    stage.azure.present(Certificates.shared().forNames(AZURE));
    stage.veeamConnection().azureConnection();
    stage.patch(
        VeeamConnection.class,
        "vb365",
        "{\"spec\": {\"url\": \"https://%s:%d\"}}".formatted(VEEAM, stage.veeam.port()));
    var azure = "https://%s:%d".formatted(AZURE, stage.azure.port());
    stage.patch(
        AzureConnection.class,
        "azure",
        "{\"spec\": {\"endpoint\": \"%s\", \"authorityHost\": \"%s\"}}".formatted(azure, azure));
  }
}
