package dev.backupsync.azure.auth;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.backupsync.api.v1alpha1.AzureCloud;
import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.azure.AzureClient;
import dev.backupsync.azure.Heard;
import dev.backupsync.azure.Rerouted;
import dev.backupsync.azure.Setup;
import dev.backupsync.azure.auth.AzureIdentity.ClientCertificate;
import dev.backupsync.azure.auth.AzureIdentity.ClientSecret;
import dev.backupsync.azure.auth.AzureIdentity.ManagedIdentity;
import dev.backupsync.azure.auth.AzureIdentity.WorkloadIdentity;
import dev.backupsync.azure.auth.AzureTokenCache.LoginResult;
import dev.backupsync.azure.auth.AzureTokenCache.NoToken;
import dev.backupsync.azure.auth.AzureTokenCache.Token;
import dev.backupsync.azure.rest.CloudEndpoints;
import dev.backupsync.http.HttpClients;
import dev.backupsync.http.JsonHttp;
import dev.backupsync.simulator.AzureServer;
import dev.backupsync.simulator.Certificates;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.ManagedIdentityEndpoint;
import dev.backupsync.simulator.Match;
import dev.backupsync.simulator.Reply;
import dev.backupsync.vendor.Probe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class IdentityLoginTest {
  static final String TOKEN = ".*/oauth2/v2.0/token";

  final AzureServer azure = AzureServer.started();
  final Heard traffic = new Heard();
  final JsonHttp http =
      new JsonHttp(
          HttpClients.create(Setup.TLS, Setup.TIMEOUT),
          Setup.TIMEOUT,
          InstantSource.system(),
          traffic,
          4);

  @AfterEach
  void close() {
    http.close();
    azure.close();
  }

  @Test
  void aClientSecretLogsIn() {
    assertToken(login(Setup.SECRET));
    assertThat(azure.tokens().scopes()).first().asString().contains(azure.url() + "/.default");
    assertThat(traffic.operations()).containsOnly("token");
  }

  @Test
  void aChangedSecretIsAnotherIdentity() {
    azure.authority().secret(AzureServer.CLIENT_ID, "new");

    assertThat(noToken(login(Setup.SECRET)).error().code()).isEqualTo("AADSTS7000215");
    assertToken(login(new ClientSecret(AzureServer.TENANT, AzureServer.CLIENT_ID, "new")));
  }

  @Test
  void aCertificateLogsIn() {
    var known = Certificates.client("operator");
    azure.authority().certificate(AzureServer.CLIENT_ID, known.certificate());

    assertToken(login(certificate(known.pem())));
    assertThat(noToken(login(certificate(Certificates.client("operator").pem()))).error().code())
        .isEqualTo("AADSTS700027");
  }

  @ParameterizedTest
  @CsvSource({
    "no PEM at all",
    "-----BEGIN PRIVATE KEY-----c2VjcmV0-----END PRIVATE KEY-----",
    "''"
  })
  void anUnreadableCertificateIsSaidWithoutItsText(String pem) {
    var trouble = noToken(login(certificate(pem)));

    assertThat(trouble.reason()).isEqualTo(ConnectionReason.CREDENTIALS_INVALID);
    assertThat(trouble.error().message()).contains("PEM").doesNotContain("c2VjcmV0");
    assertThat(azure.requests().all()).isEmpty();
  }

  @Test
  void aFederatedTokenIsReadAgainForEveryLogin(@TempDir Path folder) throws Exception {
    var file = Files.writeString(folder.resolve("token"), "first.projected.token\n");
    azure.authority().federated(AzureServer.CLIENT_ID, "first.projected.token");
    var login = source(workload(file));
    assertToken(login.login());

    azure.authority().federated(AzureServer.CLIENT_ID, "second.projected.token");
    assertThat(login.login()).isInstanceOf(NoToken.class);
    Files.writeString(file, "second.projected.token");
    assertToken(login.login());
  }

  @Test
  void aPodWithoutWorkloadIdentityIsTold(@TempDir Path folder) {
    var nothing = WorkloadIdentity.of(Optional.empty(), Optional.empty(), Map.of());

    assertThat(noToken(login(nothing)).reason()).isEqualTo(ConnectionReason.CREDENTIALS_INVALID);
    assertThat(noToken(login(workload(folder.resolve("missing")))).error().message())
        .contains("NoSuchFile");
  }

  @Test
  void theWebhooksEnvironmentFillsWhatTheConnectionLeavesOut() {
    var environment =
        Map.of(
            "AZURE_TENANT_ID", "tenant",
            "AZURE_CLIENT_ID", "client",
            "AZURE_FEDERATED_TOKEN_FILE", "/token");

    assertThat(WorkloadIdentity.of(Optional.of("mine"), Optional.empty(), environment))
        .isEqualTo(
            new WorkloadIdentity(
                Optional.of("mine"), Optional.of("client"), Optional.of(Path.of("/token"))));
  }

  /** MSAL knows Microsoft's hosts, and by which name to call them. */
  @ParameterizedTest
  @CsvSource({
    "PUBLIC, https://login.microsoftonline.com",
    "US_GOVERNMENT, https://login.microsoftonline.us",
    "CHINA, https://login.partner.microsoftonline.cn",
  })
  void aLoginAtMicrosoftsOwnHostsIsOneRequestAsWell(AzureCloud known, String authority) {
    var cloud = CloudEndpoints.of(known).orElseThrow();
    var route = Rerouted.from(authority, azure.url());

    assertToken(new IdentityLogin(cloud, Setup.SECRET, http, route).login());

    assertThat(azure.requests().all()).hasSize(1);
    assertThat(azure.tokens().scopes().getFirst()).contains(cloud.scope());
  }

  @Test
  void aManagedIdentityLogsIn() {
    azure.managedIdentity().userAssigned(AzureServer.CLIENT_ID);

    assertToken(managed(Optional.empty()));
    assertToken(managed(Optional.of(AzureServer.CLIENT_ID)));
    assertThat(azure.tokens().scopes()).containsOnly(azure.url().toString());
  }

  @Test
  void aManagedIdentityThatTheNodeDoesNotHaveIsSaid() {
    var trouble = noToken(managed(Optional.of("99999999-2222-3333-4444-555555555555")));

    assertThat(trouble.reason()).isEqualTo(ConnectionReason.CREDENTIALS_INVALID);
    assertThat(trouble.error().message()).contains("Identity not found");
  }

  @ParameterizedTest
  @CsvSource({
    "400, CREDENTIALS_INVALID",
    "401, CREDENTIALS_INVALID",
    "403, ACCESS_DENIED",
    "404, UNREACHABLE",
    "408, UNREACHABLE",
    "429, UNREACHABLE",
    "500, UNREACHABLE",
    "502, UNREACHABLE",
    "503, UNREACHABLE",
    "302, UNREACHABLE",
    "200, UNREACHABLE",
  })
  void anAuthoritysBareAnswerHasItsReasonAndIsAskedForOnce(int status, ConnectionReason reason) {
    azure.faults().always(Match.any(), Fault.status(status));

    var trouble = noToken(login(Setup.SECRET));

    assertThat(trouble.reason()).isEqualTo(reason);
    assertThat(trouble.error().code()).isEqualTo("Http" + status);
    assertThat(trouble.error().message()).contains("localhost", "" + status);
    assertThat(azure.requests().all()).hasSize(1);
    assertThat(traffic.operations()).hasSize(1);
  }

  /** A gateway's page is not the issuer's word on our secret. */
  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403})
  void aGatewaysPageIsNoVerdictOnTheSecret(int status) {
    azure.faults().always(Match.any(), Fault.html(status));

    var trouble = noToken(login(Setup.SECRET));

    assertThat(trouble.reason()).isEqualTo(ConnectionReason.UNREACHABLE);
    assertThat(trouble.error().code()).isEqualTo("GatewayLogin");
    assertThat(trouble.error().message()).contains("localhost", "gateway");
  }

  @Test
  void aGatewaysLogInIsNotCalledOurs() {
    var refusal = Reply.empty(401).with("WWW-Authenticate", "Negotiate");
    azure.faults().always(Match.any(), new Fault.Answer(refusal));

    var trouble = noToken(login(Setup.SECRET));

    assertThat(trouble.reason()).isEqualTo(ConnectionReason.UNREACHABLE);
    assertThat(trouble.error().message()).endsWith("a log-in of its own (Negotiate)");
  }

  @Test
  void theIssuersPaceIsHeard() {
    azure.faults().always(Match.any(), Fault.retryAfter(429, Duration.ofSeconds(17)));

    assertThat(noToken(login(Setup.SECRET)).retryAfter()).hasValue(Duration.ofSeconds(17));
  }

  @Test
  void aSecretThatEndsInALineBreakIsPointedAtOnceRefused() {
    var odd =
        new ClientSecret(
            AzureServer.TENANT, AzureServer.CLIENT_ID, AzureServer.CLIENT_SECRET + "\n");
    try (var link = new AzureClient(Setup.settings(azure, odd), traffic)) {
      var refusal = (Probe.NotConnected) link.probe();

      assertThat(refusal.reason()).isEqualTo(ConnectionReason.CREDENTIALS_INVALID);
      assertThat(refusal.error().recommendedActions().getFirst())
          .startsWith("In the Secret, the value of clientSecret ends with a line break.");
      azure.authority().secret(AzureServer.CLIENT_ID, AzureServer.CLIENT_SECRET + "\n");
      assertThat(link.probe()).isInstanceOf(Probe.Connected.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "AADSTS7000215, CREDENTIALS_INVALID, true",
    "AADSTS7000222, CREDENTIALS_INVALID, true",
    "AADSTS700016, CREDENTIALS_INVALID, true",
    "AADSTS90002, CREDENTIALS_INVALID, true",
    "AADSTS99999, CREDENTIALS_INVALID, false",
    "AADSTS53003, ACCESS_DENIED, false",
    "AADSTS65001, ACCESS_DENIED, false",
  })
  void theAuthoritysWordsAreKeptAndItsTracesAreNot(
      String code, ConnectionReason reason, boolean advised) {
    var body =
        "{\"error\":\"invalid_client\",\"error_description\":\"$CODE: No.\\r\\nTrace ID: 1\\r\\n"
            + "Timestamp: 2\",\"correlation_id\":\"c-1\"}";
    azure.faults().next(Match.post(TOKEN), Fault.status(401, body.replace("$CODE", code)));

    var trouble = noToken(login(Setup.SECRET));

    assertThat(trouble.reason()).isEqualTo(reason);
    assertThat(trouble.error().code()).isEqualTo(code);
    assertThat(trouble.error().message()).isEqualTo(code + ": No.");
    assertThat(trouble.error().correlationId()).isEqualTo("c-1");
    assertThat(trouble.error().recommendedActions() != null).isEqualTo(advised);
  }

  @Test
  void aDeadAuthorityCostsOneRequest() {
    azure.faults().always(Match.any(), new Fault.Reset());

    assertThat(noToken(login(Setup.SECRET)).reason()).isEqualTo(ConnectionReason.UNREACHABLE);
    assertThat(azure.requests().all()).hasSize(1);
  }

  @Test
  void trustIsSaidToBeTheTrouble() {
    azure.present(Certificates.untrusted());

    var trouble = noToken(login(Setup.SECRET));

    assertThat(trouble.reason()).isEqualTo(ConnectionReason.TLS_UNTRUSTED);
    assertThat(trouble.error().recommendedActions()).isNotEmpty();
    assertThat(azure.requests().all()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"\"", "\"two words\"", "{\"value\": 17}"})
  void aSuccessWithoutATokenThatCanBeSentIsNone(String token) {
    var body =
        "{\"token_type\": \"Bearer\", \"expires_in\": 3600, \"access_token\": " + token + "}";
    azure.faults().always(Match.any(), Fault.status(200, body));

    assertThat(noToken(login(Setup.SECRET)).reason()).isEqualTo(ConnectionReason.UNREACHABLE);
  }

  @Test
  void anAuthorityThatComesBackIsAskedAgain() {
    azure.faults().next(Match.any(), Fault.retryAfter(503, Duration.ofHours(1)));

    assertThat(login(Setup.SECRET)).isInstanceOf(NoToken.class);
    assertToken(login(Setup.SECRET));
  }

  @Test
  void nothingSecretIsLoggedOrTold() {
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(lines);
    try {
      login(new ClientSecret(AzureServer.TENANT, AzureServer.CLIENT_ID, "wr0ng-secret"));
      login(certificate("-----BEGIN PRIVATE KEY-----c2VjcmV0-----END PRIVATE KEY-----"));
      var token = (Token) login(Setup.SECRET);

      assertThat(lines.list)
          .allSatisfy(
              event ->
                  assertThat(
                          event.getFormattedMessage()
                              + ThrowableProxyUtil.asString(event.getThrowableProxy()))
                      .doesNotContain("wr0ng", "c2VjcmV0", "s3cr", token.value()));
    } finally {
      root.detachAppender(lines);
    }
    assertThat(Setup.settings(azure).toString())
        .contains(AzureServer.CLIENT_ID)
        .doesNotContain(AzureServer.CLIENT_SECRET);
    assertThat(certificate("c2VjcmV0").toString()).doesNotContain("c2VjcmV0");
  }

  private LoginResult login(AzureIdentity identity) {
    return source(identity).login();
  }

  private IdentityLogin source(AzureIdentity identity) {
    return new IdentityLogin(Setup.cloud(azure), identity, http, UnaryOperator.identity());
  }

  private LoginResult managed(Optional<String> clientId) {
    return new IdentityLogin(
            Setup.cloud(azure),
            new ManagedIdentity(clientId),
            http,
            Rerouted.from(
                "http://" + ManagedIdentityEndpoint.ADDRESS, azure.managedIdentity().url()))
        .login();
  }

  private static WorkloadIdentity workload(Path file) {
    return new WorkloadIdentity(
        Optional.of(AzureServer.TENANT), Optional.of(AzureServer.CLIENT_ID), Optional.of(file));
  }

  private static ClientCertificate certificate(String pem) {
    return new ClientCertificate(AzureServer.TENANT, AzureServer.CLIENT_ID, pem);
  }

  private static void assertToken(LoginResult login) {
    assertThat(login)
        .isInstanceOfSatisfying(Token.class, token -> assertThat(token.value()).isNotEmpty());
  }

  private static NoToken noToken(LoginResult login) {
    assertThat(login).isInstanceOf(NoToken.class);
    return (NoToken) login;
  }
}
