package dev.backupsync.scenario.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.AzureConnection;
import dev.backupsync.api.v1alpha1.BackupInstanceSync;
import dev.backupsync.api.v1alpha1.RepositorySync;
import dev.backupsync.api.v1alpha1.SyncState;
import dev.backupsync.api.v1alpha1.VeeamConnection;
import dev.backupsync.cluster.OnApiServer;
import dev.backupsync.cluster.Stage;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad input of every sort ends in a clear reason on the object, and nothing is lost. */
@OnApiServer
class BadInputIT {
  @AutoClose private final Stage stage = Stage.open();

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          neither id nor name | {}                                 | ''           | spec.repository: exactly one
          both id and name    | {id: $id, name: Mail}              | ''           | spec.repository: exactly one
          a timeout of zero   | {name: Mail archive}               | timeout: 0s  | spec.timeout: must be between
          a timeout of ages   | {name: Mail archive}               | timeout: 99999999h | spec.timeout: must be between
          polls without pause | {name: Mail archive}               | pollInterval: 1ms | spec.pollInterval: must be between
          no name to go by    | {name: ' '}                        | ''           | spec.repository.name
          """)
  void anInvalidSpecIsToldWithItsField(String case_, String repository, String line, String told) {
    stage.veeam.addRepository("Mail archive").outOfSync(true);
    stage.veeamConnection().operate();
    stage.apply(sync(repository, line));

    var ready = stage.awaitReason(RepositorySync.class, "bad", "InvalidSpec");

    assertThat(ready.getStatus()).isEqualTo("False");
    assertThat(ready.getMessage()).contains(told);
    assertThat(stage.veeam.count("POST", ".*/Sync")).isZero();

    stage.apply(sync("{name: Mail archive}", ""));
    stage.await(RepositorySync.class, "bad", s -> s.currentState() == SyncState.SYNCHRONIZING);
  }

  private static String sync(String repository, String line) {
    return """
    apiVersion: backupsync.dev/v1alpha1
    kind: RepositorySync
    metadata: {name: bad}
    spec:
      connectionRef: {name: vb365}
      repository: %s
      %s
    """
        .formatted(repository.replace("$id", "08d2e6c0-89d5-49bf-8a9b-873f5064d9be"), line);
  }

  @ParameterizedTest
  @CsvSource({"timeout, soon", "pollInterval, 5 minutes", "runPolicy, Sometimes"})
  void whatTheSchemaForbidsTheServerRefuses(String field, String value) {
    assertThat(
            org.assertj.core.api.Assertions.catchThrowableOfType(
                KubernetesClientException.class,
                () -> stage.apply(sync("{name: Mail archive}", field + ": " + value))))
        .hasMessageContaining("spec." + field);
  }

  @Test
  void anUnknownConnectionIsNamedAndItsArrivalWakesTheSync() {
    stage.veeam.addRepository("Mail archive").outOfSync(true);
    stage.operate().apply(sync("{name: Mail archive}", ""));

    var ready = stage.awaitReason(RepositorySync.class, "bad", "ConnectionNotFound");
    assertThat(ready.getMessage()).contains("VeeamConnection", "vb365");

    stage.veeamConnection();
    stage.await(RepositorySync.class, "bad", s -> s.currentState() == SyncState.SYNCHRONIZING);
    assertThat(stage.veeam.count("POST", ".*/Sync")).isOne();
  }

  @Test
  void aMissingSecretThenAMissingKeyThenAllIsWell() {
    stage.operate().veeamConnection();
    stage.client().secrets().inNamespace(stage.namespace()).withName("vb365").delete();

    var missing = stage.awaitReason(VeeamConnection.class, "vb365", "SecretNotFound");
    assertThat(missing.getMessage()).contains("Secret vb365");

    stage.secret("vb365", Map.of("username", "somebody"));
    stage.awaitMessage(VeeamConnection.class, "vb365", "has no key password");

    stage.veeamConnection();
    stage.awaitReason(VeeamConnection.class, "vb365", "Connected");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nobody listens    | https://localhost:1   | Unreachable
          no such host      | https://vb365.invalid | Unreachable
          a port too high   | https://localhost:99999 | InvalidSpec
          """)
  void aConnectionToNowhereSaysSo(String case_, String url, String reason) {
    stage.operate().veeamConnection();
    stage.apply(
        """
        apiVersion: backupsync.dev/v1alpha1
        kind: VeeamConnection
        metadata: {name: nowhere}
        spec:
          url: %s
          credentialsSecretRef: {name: vb365}
          requestTimeout: 2s
        """
            .formatted(url));

    stage.awaitReason(VeeamConnection.class, "nowhere", reason);
  }

  @Test
  void aCaBundleWithoutACertificateIsTold() {
    stage.operate().veeamConnection();
    stage.configMap("ca", Map.of("ca.crt", "not a certificate"));

    var ready = stage.awaitReason(VeeamConnection.class, "vb365", "InvalidSpec");
    assertThat(ready.getMessage()).contains("CA bundle");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          an endpoint without cloud Custom | endpoint: $azure                    | {type: ManagedIdentity} | spec.endpoint
          cloud Custom without endpoint    | cloud: Custom                       | {type: ManagedIdentity} | spec.endpoint
          a client secret without Secret   | cloud: Public                       | {type: ClientSecret}    | spec.credential.secretRef
          """)
  void anAzureConnectionIsHeldToItsRules(
      String case_, String line, String credential, String told) {
    stage.operate();
    stage.apply(
        """
        apiVersion: backupsync.dev/v1alpha1
        kind: AzureConnection
        metadata: {name: bad}
        spec:
          %s
          credential: %s
        """
            .formatted(line, credential));

    var ready = stage.awaitReason(AzureConnection.class, "bad", "InvalidSpec");
    assertThat(ready.getMessage()).contains(told);
  }

  @Test
  void aPlantedStatusIsSurvivedAndCorrected() {
    stage.azureConnection().operate();
    stage.azure.addInstance("testbi");
    stage.apply(
        """
        apiVersion: backupsync.dev/v1alpha1
        kind: BackupInstanceSync
        metadata: {name: planted}
        spec:
          connectionRef: {name: azure}
          subscriptionId: 04cf684a-d41f-4550-9f70-7708a3a2283b
          resourceGroup: testrg
          vaultName: testvault
          backupInstanceName: testbi
          pollInterval: 1s
          suspend: true
        """);
    stage.await(BackupInstanceSync.class, "planted", s -> s.currentState() == SyncState.PENDING);
    var foreign = stage.azure.foreignHost().url() + "/planted";
    stage.plantStatus(
        BackupInstanceSync.class,
        "planted",
        """
        {"status": {"state": "Synchronizing", "run": {"id": "x", "attempt": -7, "adopted": false,
         "misses": -1, "trigger": {"type": "Created"}, "operation": {"id": "y", "url": "%s"},
         "target": {"connectionRef": {"namespace": "%s", "name": "azure"}}}}}
        """
            .formatted(foreign, stage.namespace()));
    stage.stopOperator();
    stage.operate();

    stage.await(
        BackupInstanceSync.class, "planted", s -> s.currentState() != SyncState.SYNCHRONIZING);
    assertThat(stage.azure.tokensSeenByForeignHost()).isZero();
  }
}
