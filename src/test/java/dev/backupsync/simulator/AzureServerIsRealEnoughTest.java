package dev.backupsync.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.BearerTokenAuthenticationPolicy;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.http.rest.SimpleResponse;
import com.azure.core.management.polling.PollResult;
import com.azure.core.management.polling.PollerFactory;
import com.azure.core.management.serializer.SerializerFactory;
import com.azure.core.util.polling.LongRunningOperationStatus;
import com.azure.core.util.polling.SyncPoller;
import com.azure.identity.AadCredentialBuilderBase;
import com.azure.identity.ClientCertificateCredentialBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.identity.WorkloadIdentityCredentialBuilder;
import com.microsoft.aad.msal4j.MsalServiceException;
import dev.backupsync.simulator.AzureScript.Urls;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Azure's own libraries are the judge of the simulator: what they take for Azure, the operator's
 * tests may.
 */
class AzureServerIsRealEnoughTest {
  static final TokenRequestContext SCOPE =
      new TokenRequestContext().addScopes("https://management.azure.com/.default");

  final AzureServer azure = AzureServer.started();
  final AzureInstance instance = azure.addInstance("testbi");
  final HttpClient http =
      new JdkHttpClientBuilder(
              java.net.http.HttpClient.newBuilder()
                  .sslContext(Certificates.shared().clientContext()))
          .build();

  @AfterEach
  void close() {
    azure.close();
  }

  @Test
  void aClientSecretLogsIn() {
    assertThat(tokenOf(clientSecret(AzureServer.CLIENT_SECRET))).isNotEmpty();
    assertThat(azure.tokens().scopes())
        .singleElement()
        .asString()
        .contains("https://management.azure.com/.default");
  }

  @Test
  void aLoginIsOneRequestAndNoDiscovery() {
    assertThat(tokenOf(clientSecret(AzureServer.CLIENT_SECRET))).isNotEmpty();

    assertThat(azure.requests().all())
        .extracting(Recorder.Request::path)
        .containsExactly("/" + AzureServer.TENANT + "/oauth2/v2.0/token");
  }

  @Test
  void aWrongSecretIsRefused() {
    assertThatThrownBy(() -> tokenOf(clientSecret("wrong")))
        .hasRootCauseInstanceOf(MsalServiceException.class)
        .hasStackTraceContaining("AADSTS7000215");
  }

  @Test
  void aCertificateLogsIn() {
    var identity = Certificates.client("operator");
    azure.authority().certificate(AzureServer.CLIENT_ID, identity.certificate());

    assertThat(tokenOf(clientCertificate(identity))).isNotEmpty();
    assertThatThrownBy(() -> tokenOf(clientCertificate(Certificates.client("operator"))))
        .hasRootCauseInstanceOf(MsalServiceException.class)
        .hasStackTraceContaining("AADSTS700027");
  }

  @Test
  void aFederatedTokenLogsIn(@TempDir Path folder) throws Exception {
    var file = Files.writeString(folder.resolve("token"), "projected.service.account");
    azure.authority().federated(AzureServer.CLIENT_ID, "projected.service.account");

    assertThat(tokenOf(workloadIdentity(file))).isNotEmpty();

    azure.authority().federated(AzureServer.CLIENT_ID, "rotated");
    assertThatThrownBy(() -> tokenOf(workloadIdentity(file)))
        .hasRootCauseInstanceOf(MsalServiceException.class);
  }

  @Test
  void aManagedIdentityLogsIn() {
    assertThat(tokenOf(managedIdentities().build())).isNotEmpty();
    assertThat(azure.tokens().scopes()).containsExactly("https://management.azure.com");
  }

  @Test
  void aManagedIdentityIsChosenByItsClientId() {
    azure.managedIdentity().systemAssigned(false).userAssigned(AzureServer.CLIENT_ID);

    assertThat(tokenOf(managedIdentities().clientId(AzureServer.CLIENT_ID).build())).isNotEmpty();
    assertThatThrownBy(() -> tokenOf(managedIdentities().clientId("another").build()))
        .hasStackTraceContaining("Identity not found");
  }

  @ParameterizedTest
  @EnumSource(names = {"BOTH", "ASYNC_OPERATION", "LOCATION"})
  void azuresOwnPollerFollowsASyncToItsEnd(Urls urls) {
    azure.script().duration(AzureScript.BY_HAND).urls(urls);
    var poller = sync();

    assertThat(poller.poll().getStatus()).isEqualTo(LongRunningOperationStatus.IN_PROGRESS);
    assertThat(poller.poll().getStatus()).isEqualTo(LongRunningOperationStatus.IN_PROGRESS);
    azure.finish(instance);

    assertThat(poller.waitForCompletion().getStatus())
        .isEqualTo(LongRunningOperationStatus.SUCCESSFULLY_COMPLETED);
    assertThat(instance.acceptedSyncs()).isEqualTo(1);
    assertThat(instance.isProtected()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"BOTH", "ASYNC_OPERATION", "LOCATION"})
  void azuresOwnPollerUnderstandsAFailure(Urls urls) {
    azure.script().duration(AzureScript.BY_HAND).urls(urls);
    var poller = sync();

    azure.fail(
        instance, AzureProblem.of("UserErrorMissingRequiredPermissions", "Assign the role."));

    var end = poller.waitForCompletion();
    assertThat(end.getStatus()).isEqualTo(LongRunningOperationStatus.FAILED);
    assertThat(end.getValue().getError().getMessage()).isNotEmpty();
    assertThat(instance.isProtected()).isFalse();
  }

  private SyncPoller<PollResult<Void>, Void> sync() {
    var request = new HttpRequest(HttpMethod.POST, azure.syncUrl(instance).toString());
    request
        .setHeader(HttpHeaderName.CONTENT_TYPE, "application/json")
        .setBody("{\"syncType\":\"Default\"}");
    var pipeline = pipeline();
    var answer =
        pipeline
            .send(request)
            .map(
                got ->
                    new SimpleResponse<>(
                        got.getRequest(), got.getStatusCode(), got.getHeaders(), got.getBody()));
    return PollerFactory.<Void, Void>create(
            SerializerFactory.createDefaultManagementSerializerAdapter(),
            pipeline,
            Void.class,
            Void.class,
            Duration.ofMillis(10),
            answer.map(got -> got))
        .getSyncPoller();
  }

  private HttpPipeline pipeline() {
    var scope = SCOPE.getScopes().getFirst();
    return new HttpPipelineBuilder()
        .policies(
            new BearerTokenAuthenticationPolicy(clientSecret(AzureServer.CLIENT_SECRET), scope))
        .httpClient(http)
        .build();
  }

  private TokenCredential clientSecret(String secret) {
    return aad(new ClientSecretCredentialBuilder()).clientSecret(secret).build();
  }

  private TokenCredential clientCertificate(Identity identity) {
    var pem = new ByteArrayInputStream(identity.pem().getBytes(StandardCharsets.US_ASCII));
    return aad(new ClientCertificateCredentialBuilder()).pemCertificate(pem).build();
  }

  private TokenCredential workloadIdentity(Path file) {
    return aad(new WorkloadIdentityCredentialBuilder()).tokenFilePath(file.toString()).build();
  }

  private <T extends AadCredentialBuilderBase<T>> T aad(T builder) {
    return builder
        .tenantId(AzureServer.TENANT)
        .clientId(AzureServer.CLIENT_ID)
        .authorityHost(azure.url() + "/")
        .disableInstanceDiscovery()
        .httpClient(http);
  }

  /**
   * The variable for the endpoint's address cannot be set in a running JVM, so its calls are
   * rerouted.
   */
  private ManagedIdentityCredentialBuilder managedIdentities() {
    HttpPipelinePolicy rerouting =
        (context, next) -> {
          var request = context.getHttpRequest();
          var url = request.getUrl().toString();
          assertThat(URI.create(url).getHost()).isEqualTo(ManagedIdentityEndpoint.ADDRESS);
          request.setUrl(
              url.replace(
                  "http://" + ManagedIdentityEndpoint.ADDRESS,
                  azure.managedIdentity().url().toString()));
          return next.process();
        };
    return new ManagedIdentityCredentialBuilder().addPolicy(rerouting).httpClient(http);
  }

  private static String tokenOf(TokenCredential credential) {
    return credential.getTokenSync(SCOPE).getToken();
  }
}
