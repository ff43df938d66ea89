package dev.backupsync.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.AzureCloud;
import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.azure.rest.CloudEndpoints;
import dev.backupsync.simulator.AzureServer;
import dev.backupsync.simulator.Certificates;
import dev.backupsync.vendor.Probe;
import dev.backupsync.vendor.Probe.NotConnected;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AzureClientTest {
  final AzureServer azure = AzureServer.started();
  final Heard traffic = new Heard();
  final AzureClient link = new AzureClient(Setup.settings(azure), traffic);

  @AfterEach
  void close() {
    link.close();
    azure.close();
  }

  @Test
  void aProbeIsALogin() {
    assertThat(link.probe())
        .isEqualTo(new Probe.Connected("2024-04-01", Optional.empty(), Optional.empty()));
    assertThat(traffic.logins()).containsExactly(true);
  }

  @Test
  void aProbeNoticesThatTheSecretIsNoLongerGood() {
    link.probe();
    azure.authority().secret(AzureServer.CLIENT_ID, "changed");

    assertThat(notConnected().reason()).isEqualTo(ConnectionReason.CREDENTIALS_INVALID);
    assertThat(notConnected().error().message()).startsWith("AADSTS7000215");
    assertThat(notConnected().error().recommendedActions()).isNotEmpty();
    assertThat(traffic.logins()).containsExactly(true, false, false, false);
  }

  @Test
  void aProbeSaysWhomNotToTrust() {
    azure.present(Certificates.shared().expired());
    assertThat(notConnected().reason()).isEqualTo(ConnectionReason.TLS_UNTRUSTED);

    azure.present(Certificates.shared().wrongName());
    assertThat(notConnected().reason()).isEqualTo(ConnectionReason.TLS_UNTRUSTED);
  }

  @Test
  void aProbeSaysThatNobodyIsThere() {
    azure.stop();
    assertThat(notConnected().reason()).isEqualTo(ConnectionReason.UNREACHABLE);

    azure.start();
    assertThat(link.probe()).isInstanceOf(Probe.Connected.class);
  }

  @Test
  void oneLoginServesManyCalls() {
    azure.addInstance("testbi");
    for (int i = 0; i < 5; i++) {
      link.backend().locate(Setup.run("testbi"));
    }

    assertThat(azure.tokens().issued()).isEqualTo(1);
    assertThat(traffic.operations())
        .containsExactly("token", "instance", "instance", "instance", "instance", "instance");
  }

  @ParameterizedTest
  @CsvSource({
    "PUBLIC, https://management.azure.com, https://login.microsoftonline.com",
    "US_GOVERNMENT, https://management.usgovcloudapi.net, https://login.microsoftonline.us",
    "CHINA, https://management.chinacloudapi.cn, https://login.chinacloudapi.cn",
  })
  void everyCloudHasItsEndpoints(AzureCloud cloud, String endpoint, String authority) {
    var endpoints = CloudEndpoints.of(cloud).orElseThrow();

    assertThat(endpoints.endpoint()).hasToString(endpoint);
    assertThat(endpoints.authorityHost()).hasToString(authority);
    assertThat(endpoints.scope()).isEqualTo(endpoint + "/.default");
  }

  @Test
  void aCustomCloudIsItsUsersAlone() {
    var arm = URI.create("https://arm.local/");
    var login = URI.create("https://login.local/");

    assertThat(CloudEndpoints.of(AzureCloud.CUSTOM)).isEmpty();
    assertThat(CloudEndpoints.custom(arm, login, Optional.empty()).scope())
        .isEqualTo("https://arm.local/.default");
    assertThat(CloudEndpoints.custom(arm, login, Optional.of("api://x/.default")).scope())
        .isEqualTo("api://x/.default");
  }

  private NotConnected notConnected() {
    var probe = link.probe();
    assertThat(probe).isInstanceOf(NotConnected.class);
    return (NotConnected) probe;
  }
}
