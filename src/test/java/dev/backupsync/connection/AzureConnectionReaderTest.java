package dev.backupsync.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.AzureConnection;
import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.azure.auth.Assertion;
import dev.backupsync.http.Proxies;
import dev.backupsync.http.TrafficListener;
import dev.backupsync.simulator.AzureServer;
import dev.backupsync.simulator.Certificates;
import dev.backupsync.simulator.ForeignHost;
import dev.backupsync.vendor.Probe;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose identity a connection uses, and where it may lead. */
class AzureConnectionReaderTest {
  private static final String OWN = "operators";
  private static final String TENANT = "tenant";
  private static final String IDS =
      "tenantId: %s, clientId: %s".formatted(AzureServer.TENANT, AzureServer.CLIENT_ID);

  /** What the webhook put into the operator's pod; nothing may read the file in vain. */
  private static final Map<String, String> POD =
      Map.of(
          "AZURE_TENANT_ID", AzureServer.TENANT,
          "AZURE_CLIENT_ID", AzureServer.CLIENT_ID,
          "AZURE_FEDERATED_TOKEN_FILE", "/no/such/file");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          operators | cloud: Public                                                       | lent
          operators | cloud: China                                                        | lent
          tenant    | cloud: Public                                                       | AMBIENT_CREDENTIALS_NAMESPACES
          tenant    | cloud: Custom, endpoint: "https://evil.example", authorityHost: "https://evil.example" | AMBIENT_CREDENTIALS_NAMESPACES
          operators | cloud: Custom, endpoint: "https://management.azure.com", authorityHost: "https://login.microsoftonline.com" | lent
          operators | cloud: Custom, endpoint: "https://Management.Azure.com:443/", authorityHost: "https://login.microsoftonline.com/" | lent
          operators | cloud: Custom, endpoint: "https://management.azure.com", authorityHost: "https://evil.example" | AMBIENT_CREDENTIALS_HOSTS
          operators | cloud: Custom, endpoint: "https://evil.example", authorityHost: "https://login.microsoftonline.com" | AMBIENT_CREDENTIALS_HOSTS
          operators | cloud: Custom, endpoint: "https://management.azure.com.evil.example", authorityHost: "https://login.microsoftonline.com" | AMBIENT_CREDENTIALS_HOSTS
          operators | cloud: Custom, endpoint: "https://management.azure.com:444", authorityHost: "https://login.microsoftonline.com" | AMBIENT_CREDENTIALS_HOSTS
          operators | cloud: Custom, endpoint: "https://management.azure.com/a", authorityHost: "https://login.microsoftonline.com" | AMBIENT_CREDENTIALS_HOSTS
          operators | cloud: Custom, endpoint: "https://arm.stack.example/a", authorityHost: "https://login.stack.example" | lent
          operators | cloud: Custom, endpoint: "https://arm.stack.example", authorityHost: "https://login.stack.example", scope: "https://arm.stack.example/.default" | lent
          operators | cloud: Custom, endpoint: "https://arm.stack.example", authorityHost: "https://login.stack.example", scope: "https://vault.azure.net/.default" | spec.scope
          operators | cloud: Public, trustedHosts: [management.azure.com]                 | lent
          operators | cloud: Public, trustedHosts: [ARM.stack.example]                    | lent
          operators | cloud: Public, trustedHosts: [arm.stack.example, evil.example]      | AMBIENT_CREDENTIALS_HOSTS
          """)
  void theOperatorsOwnIdentityIsLentWithinLimits(String namespace, String spec, String expected) {
    var ambient = new AmbientCredentials(Set.of(OWN), HostGlobs.of(List.of("*.stack.example")));
    for (var type : List.of("WorkloadIdentity", "ManagedIdentity")) {
      var config =
          connector(ambient, Egress.ANYWHERE)
              .read(connection(namespace, "credential: {type: " + type + "}, " + spec), NONE);

      if (expected.equals("lent")) {
        assertThat(config).isInstanceOf(ClientConfig.Usable.class);
      } else {
        assertDenied(config, expected);
      }
    }
  }

  @Test
  void allNamespacesCanBeNamedAtOnce() {
    var ambient = new AmbientCredentials(Set.of("*"), HostGlobs.NONE);

    assertThat(
            connector(ambient, Egress.ANYWHERE)
                .read(connection(TENANT, "credential: {type: ManagedIdentity}"), NONE))
        .isInstanceOf(ClientConfig.Usable.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{type: ClientSecret, secretRef: {name: sp}}",
        "{type: ClientCertificate, secretRef: {name: sp}}",
        "{type: WorkloadIdentity, serviceAccountRef: {name: backup}}"
      })
  void whatIsTheTenantsOwnGoesWhereTheTenantWants(String credential) {
    var config =
        connector(AmbientCredentials.NOWHERE, Egress.ANYWHERE)
            .read(
                connection(
                    TENANT,
                    IDS
                        + ", cloud: Custom, endpoint: \"https://a.example\", authorityHost:"
                        + " \"https://b.example\", scope: \"api://x\", credential: "
                        + credential),
                WITH_SECRET);

    assertThat(config).isInstanceOf(ClientConfig.Usable.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'credential: {type: WorkloadIdentity, serviceAccountRef: {name: backup}}'          | spec.tenantId
          'tenantId: $t, credential: {type: WorkloadIdentity, serviceAccountRef: {name: b}}' | spec.clientId
          '$ids, credential: {type: WorkloadIdentity, serviceAccountRef: {name: ../secrets}}' | spec.credential.serviceAccountRef.name
          '$ids, credential: {type: WorkloadIdentity, serviceAccountRef: {}}'                | spec.credential.serviceAccountRef.name
          '$ids, credential: {type: ManagedIdentity, serviceAccountRef: {name: backup}}'     | spec.credential.serviceAccountRef
          """)
  void anAccountIsNamedWhole(String spec, String path) {
    var text = spec.replace("$ids", IDS).replace("$t", AzureServer.TENANT);
    var config =
        connector(new AmbientCredentials(Set.of(TENANT), HostGlobs.NONE), Egress.ANYWHERE)
            .read(connection(TENANT, text), NONE);

    assertThat(config)
        .isInstanceOfSatisfying(
            ClientConfig.Unusable.class,
            unusable -> {
              assertThat(unusable.reason()).isEqualTo(ConnectionReason.INVALID_SPEC);
              assertThat(unusable.error().message()).contains(path + ": ");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cloud: Public                                                                       | allowed
          cloud: China                                                                        | spec.cloud: the host management.chinacloudapi.cn is not
          cloud: Custom, endpoint: "https://arm.corp.example", authorityHost: "https://login.microsoftonline.com" | allowed
          cloud: Custom, endpoint: "https://arm.evil.example", authorityHost: "https://login.microsoftonline.com" | spec.endpoint: the host arm.evil.example is not
          cloud: Custom, endpoint: "https://arm.corp.example", authorityHost: "https://evil.example" | spec.authorityHost: the host evil.example is not
          trustedHosts: [a.corp.example, evil.example]                                        | spec.trustedHosts: the host evil.example is not
          """)
  void hostsCanBeLimited(String spec, String expected) {
    var allowed =
        HostGlobs.of(
            List.of("*.corp.example", "management.azure.com", "login.microsoftonline.com"));
    var config =
        connector(AmbientCredentials.NOWHERE, new Egress(Proxies.NONE, allowed))
            .read(connection(TENANT, own(spec)), WITH_SECRET);

    if (expected.equals("allowed")) {
      assertThat(config).isInstanceOf(ClientConfig.Usable.class);
    } else {
      assertDenied(config, expected);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cloud: Custom, endpoint: \"https://169.254.169.254\", authorityHost:"
            + " \"https://a.example\"",
        "cloud: Custom, endpoint: \"https://a.example\", authorityHost:"
            + " \"https://[fd00:ec2::254]\"",
        "cloud: Custom, endpoint: \"https://[::ffff:a9fe:a9fe]:80\", authorityHost:"
            + " \"https://a.b\"",
        "trustedHosts: [169.254.169.254]",
        "trustedHosts: [2852039166]",
        "trustedHosts: [metadata.google.internal]"
      })
  void metadataIsNeverCalled(String spec) {
    var everything = new Egress(Proxies.NONE, HostGlobs.of(List.of("*")));

    assertDenied(
        connector(AmbientCredentials.NOWHERE, everything)
            .read(connection(TENANT, own(spec)), WITH_SECRET),
        "link-local or metadata address");
  }

  @Test
  void aTenantsHostHearsNothingOfTheOperator(@TempDir Path folder) throws IOException {
    var token = Files.writeString(folder.resolve("token"), "the.operators.own");
    var pod = Map.of("AZURE_FEDERATED_TOKEN_FILE", token.toString());
    try (var evil = ForeignHost.started()) {
      var spec =
          "%s, credential: {type: WorkloadIdentity}, cloud: Custom, endpoint: \"%s\","
                  .formatted(IDS, evil.url())
              + " authorityHost: \"%s\", tls: {caBundleRef: {name: ca}}".formatted(evil.url());
      var connector =
          new AzureConnectionReader(
              pod, NO_TOKENS, new AmbientCredentials(Set.of(OWN), HostGlobs.NONE), Egress.ANYWHERE);

      if (connector.read(connection(TENANT, spec), TRUST) instanceof ClientConfig.Usable usable) {
        usable.factory().open(TrafficListener.NONE).probe();
      }

      assertThat(evil.requests().all()).isEmpty();
    }
  }

  @Test
  void eachLogInAsksForATokenOfTheAccount() {
    var names = new ArrayList<String>();
    ServiceAccountTokenSource tokens =
        (namespace, name) -> {
          names.add(namespace + "/" + name);
          return new Assertion.Given("token." + names.size() + ".x");
        };
    try (var azure = AzureServer.started()) {
      var plan =
          (ClientConfig.Usable)
              new AzureConnectionReader(POD, tokens, AmbientCredentials.NOWHERE, Egress.ANYWHERE)
                  .read(connection(TENANT, ofAccount(azure)), TRUST);
      try (var client = plan.factory().open(TrafficListener.NONE)) {
        azure.authority().federated(AzureServer.CLIENT_ID, "token.1.x");
        assertThat(client.probe()).isInstanceOf(Probe.Connected.class);
        azure.authority().federated(AzureServer.CLIENT_ID, "token.2.x");
        assertThat(client.probe()).isInstanceOf(Probe.Connected.class);
      }
    }

    assertThat(names).containsExactly("tenant/backup", "tenant/backup");
  }

  @Test
  void theSameAccountIsTheSameClient() {
    var connector = connector(AmbientCredentials.NOWHERE, Egress.ANYWHERE);
    var spec = IDS + ", credential: {type: WorkloadIdentity, serviceAccountRef: {name: %s}}";
    var one = (ClientConfig.Usable) connector.read(connection(TENANT, spec.formatted("a")), NONE);
    var again = (ClientConfig.Usable) connector.read(connection(TENANT, spec.formatted("a")), NONE);
    var other = (ClientConfig.Usable) connector.read(connection(TENANT, spec.formatted("b")), NONE);

    assertThat(again.settings()).isEqualTo(one.settings());
    assertThat(other.settings()).isNotEqualTo(one.settings());
  }

  private static String own(String spec) {
    return IDS + ", credential: {type: ClientSecret, secretRef: {name: sp}}, " + spec;
  }

  private static String ofAccount(AzureServer azure) {
    return "%s, cloud: Custom, endpoint: \"%s\", authorityHost: \"%s\", tls: {caBundleRef: {name: ca}},"
            .formatted(IDS, azure.url(), azure.url())
        + " credential: {type: WorkloadIdentity, serviceAccountRef: {name: backup}}";
  }

  private static void assertDenied(ClientConfig config, String part) {
    assertThat(config)
        .isInstanceOfSatisfying(
            ClientConfig.Unusable.class,
            unusable -> {
              assertThat(unusable.reason()).isEqualTo(ConnectionReason.ACCESS_DENIED);
              assertThat(unusable.error().message() + unusable.error().recommendedActions())
                  .contains(part);
            });
  }

  private static AzureConnectionReader connector(AmbientCredentials ambient, Egress egress) {
    return new AzureConnectionReader(POD, NO_TOKENS, ambient, egress);
  }

  private static AzureConnection connection(String namespace, String spec) {
    return Serialization.unmarshal(
        """
        apiVersion: backupsync.dev/v1alpha1
        kind: AzureConnection
        metadata: {name: azure, namespace: %s}
        spec: {%s}
        """
            .formatted(namespace, spec),
        AzureConnection.class);
  }

  private static final ServiceAccountTokenSource NO_TOKENS =
      (namespace, name) -> {
        throw new IllegalStateException("Nobody is to be asked");
      };

  private record Given(Map<String, String> secret, Map<String, String> configMap)
      implements SecretSource {
    @Override
    public Optional<Map<String, byte[]>> secret(String name) {
      return bytes(secret);
    }

    @Override
    public Optional<Map<String, byte[]>> configMap(String name) {
      return bytes(configMap);
    }

    @Override
    public String secretVersion() {
      return "";
    }

    private static Optional<Map<String, byte[]>> bytes(Map<String, String> texts) {
      return Optional.of(texts)
          .filter(one -> !one.isEmpty())
          .map(
              one ->
                  one.entrySet().stream()
                      .collect(toMap(Map.Entry::getKey, e -> e.getValue().getBytes(UTF_8))));
    }
  }

  private static final SecretSource NONE = new Given(Map.of(), Map.of());
  private static final SecretSource WITH_SECRET =
      new Given(Map.of("clientSecret", "s", "certificate", "c"), Map.of());
  private static final SecretSource TRUST =
      new Given(Map.of(), Map.of("ca.crt", Certificates.shared().caPem()));
}
