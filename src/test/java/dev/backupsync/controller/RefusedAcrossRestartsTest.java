package dev.backupsync.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.AllowedNamespaces;
import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.api.v1alpha1.ConnectionStatus;
import dev.backupsync.api.v1alpha1.VeeamConnection;
import dev.backupsync.azure.AzureClient;
import dev.backupsync.azure.AzureSettings;
import dev.backupsync.azure.auth.AzureIdentity.ClientSecret;
import dev.backupsync.azure.rest.CloudEndpoints;
import dev.backupsync.connection.ClientConfig;
import dev.backupsync.connection.ConnectionKey;
import dev.backupsync.connection.ConnectionLimits;
import dev.backupsync.connection.ConnectionState;
import dev.backupsync.connection.Connections;
import dev.backupsync.controller.status.ConnectionStatuses;
import dev.backupsync.http.HttpClients;
import dev.backupsync.http.JsonHttp;
import dev.backupsync.http.TlsSettings;
import dev.backupsync.http.TrafficListener;
import dev.backupsync.simulator.AzureServer;
import dev.backupsync.simulator.Certificates;
import dev.backupsync.simulator.HandClock;
import dev.backupsync.simulator.VeeamServer;
import dev.backupsync.statemachine.TestClocks;
import dev.backupsync.time.Clocks;
import dev.backupsync.veeam.VeeamClient;
import dev.backupsync.veeam.rest.VeeamSettings;
import dev.backupsync.vendor.VendorClient;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A password that was refused is not sent again by every process of a crash loop. */
class RefusedAcrossRestartsTest {
  private static final ConnectionKey KEY = new ConnectionKey("backup", "any");
  private static final Duration INTERVAL = Duration.ofMinutes(5);
  private static final Duration PATIENT = Duration.ofSeconds(20);
  private static final TlsSettings TLS =
      new TlsSettings(Optional.of(Certificates.shared().caPem()), Optional.empty(), false);

  enum Vendor {
    VEEAM,
    AZURE
  }

  private final HandClock clock = new HandClock();
  private final Clocks clocks = TestClocks.movedBy(clock);
  @AutoClose private final VeeamServer veeam = VeeamServer.started(clock, 0);
  @AutoClose private final AzureServer azure = AzureServer.started();
  private final VeeamConnection object = new VeeamConnection();
  private ConnectionStatus status = ConnectionStatus.NEW;

  RefusedAcrossRestartsTest() {
    object.setMetadata(new ObjectMetaBuilder().withName("any").withGeneration(1L).build());
  }

  @ParameterizedTest
  @EnumSource(Vendor.class)
  void itIsSentAgainOnceTheIntervalHasPassedOrSomethingHasChanged(Vendor vendor) {
    for (int i = 0; i < 5; i++) {
      assertThat(restarted(vendor, "wrong", "1")).isEqualTo(ConnectionReason.CREDENTIALS_INVALID);
      clock.advance(Duration.ofSeconds(10));
    }
    assertThat(logins()).isEqualTo(1);

    clock.advance(INTERVAL);
    restarted(vendor, "wrong", "1");
    restarted(vendor, "wrong", "1");
    assertThat(logins()).isEqualTo(2);

    restarted(vendor, "wrong as well", "2");
    restarted(vendor, "wrong as well", "2");
    assertThat(logins()).isEqualTo(3);

    object.getMetadata().setGeneration(2L);
    restarted(vendor, "wrong as well", "2");
    assertThat(logins()).isEqualTo(4);

    assertThat(restarted(vendor, "right", "3")).isEqualTo(ConnectionReason.CONNECTED);
    assertThat(restarted(vendor, "right", "3")).isEqualTo(ConnectionReason.CONNECTED);
    assertThat(logins()).isEqualTo(6);
  }

  /** Status is input: no time that somebody wrote there keeps a connection from being tried. */
  @ParameterizedTest
  @EnumSource(Vendor.class)
  void aTimeThatIsYetToComeIsNotBelieved(Vendor vendor) {
    restarted(vendor, "wrong", "1");
    status = status.withLastProbeTime(clock.instant().plus(Duration.ofDays(9999)));

    restarted(vendor, "wrong", "1");

    assertThat(logins()).isEqualTo(2);
  }

  private int logins() {
    return veeam.count("POST", "/v./Token") + azure.count("POST", ".*/oauth2/v2.0/token");
  }

  /** What a new process comes to that knows the status alone. */
  private ConnectionReason restarted(Vendor vendor, String password, String secretVersion) {
    var limits = new ConnectionLimits(new AllowedNamespaces(AllowedNamespaces.From.SAME, null), 1);
    try (var connections = new Connections(clocks, TrafficListener.NONE)) {
      var now = clock.instant();
      var refusal = ConnectionStatuses.refusal(object, status, secretVersion, clocks);
      var state = connections.review(KEY, plan(vendor, password), INTERVAL, limits, refusal);
      assertThat(connections.untilReview(KEY).orElseThrow()).isPositive();
      status = ConnectionStatuses.of(object, status, state, secretVersion, now);
      return switch (state) {
        case ConnectionState.Ready _ -> ConnectionReason.CONNECTED;
        case ConnectionState.NotReady(var reason, _, _, _) -> reason;
      };
    }
  }

  private ClientConfig plan(Vendor vendor, String password) {
    return new ClientConfig.Usable(
        password, "https://any", traffic -> open(vendor, password, traffic));
  }

  private VendorClient open(Vendor vendor, String password, TrafficListener traffic) {
    var right = password.equals("right");
    return switch (vendor) {
      case VEEAM -> {
        var http = new JsonHttp(HttpClients.create(TLS, PATIENT), PATIENT, clock, traffic, 4);
        var sent = right ? VeeamServer.PASSWORD : password;
        yield new VeeamClient(
            new VeeamSettings(veeam.url(), Optional.empty(), VeeamServer.USER, sent),
            http,
            traffic,
            clock);
      }
      case AZURE -> {
        var sent = right ? AzureServer.CLIENT_SECRET : password;
        yield new AzureClient(
            new AzureSettings(
                CloudEndpoints.custom(azure.url(), azure.url(), Optional.empty()),
                new ClientSecret(AzureServer.TENANT, AzureServer.CLIENT_ID, sent),
                AzureSettings.DEFAULT_API_VERSION,
                List.of(),
                TLS,
                PATIENT),
            traffic);
      }
    };
  }
}
