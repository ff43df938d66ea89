package dev.backupsync.azure.auth;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.util.ConfigurationBuilder;
import com.azure.core.util.ConfigurationSource;
import com.azure.identity.AadCredentialBuilderBase;
import com.azure.identity.ClientAssertionCredentialBuilder;
import com.azure.identity.ClientCertificateCredentialBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import dev.backupsync.azure.auth.AzureIdentity.ClientCertificate;
import dev.backupsync.azure.auth.AzureIdentity.ClientSecret;
import dev.backupsync.azure.auth.AzureIdentity.FederatedAccount;
import dev.backupsync.azure.auth.AzureIdentity.ManagedIdentity;
import dev.backupsync.azure.auth.AzureIdentity.WorkloadIdentity;
import dev.backupsync.azure.auth.AzureTokenCache.LoginResult;
import dev.backupsync.azure.auth.AzureTokenCache.NoToken;
import dev.backupsync.azure.auth.AzureTokenCache.Token;
import dev.backupsync.azure.rest.CloudEndpoints;
import dev.backupsync.http.JsonHttp;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Logs in through azure-identity, with a new credential each time: its cache would keep a token
 * that was refused, and the file of a federated token rotates.
 */
public final class IdentityLogin implements AzureTokenCache.Source {
  private static final String FEDERATED_TOKEN_FILE = "AZURE_FEDERATED_TOKEN_FILE";

  /** The characters of a bearer token, by RFC 6750. */
  private static final Predicate<String> SENDABLE =
      Pattern.compile("[A-Za-z0-9._~+/=-]{1,65536}").asMatchPredicate();

  private final CloudEndpoints cloud;
  private final AzureIdentity identity;
  private final JsonHttp http;
  private final UnaryOperator<HttpClient> route;

  /**
   * @param route redirects requests: the address for managed identities is fixed
   */
  public IdentityLogin(
      CloudEndpoints cloud,
      AzureIdentity identity,
      JsonHttp http,
      UnaryOperator<HttpClient> route) {
    this.cloud = cloud;
    this.identity = identity;
    this.http = http;
    this.route = route;
  }

  @Override
  public LoginResult login() {
    return switch (identity) {
      case WorkloadIdentity workload -> federated(workload);
      case FederatedAccount(var tenant, var clientId, var account) ->
          switch (account.next()) {
            case Assertion.Withheld(var reason, var error) -> new NoToken(reason, error);
            case Assertion.Given(var token) -> federated(tenant, clientId, token);
          };
      case ManagedIdentity(var clientId) ->
          ask(client -> managed(clientId, client), "The managed identity cannot be used");
      case ClientSecret(var tenant, var clientId, var secret) ->
          ask(
              client ->
                  aad(new ClientSecretCredentialBuilder(), tenant, clientId, client)
                      .clientSecret(secret)
                      .build(),
              "The client secret cannot be used");
      case ClientCertificate(var tenant, var clientId, var pem) ->
          ask(
              client ->
                  aad(new ClientCertificateCredentialBuilder(), tenant, clientId, client)
                      .pemCertificate(
                          new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))
                      .build(),
              "The Secret's certificate is not PEM with an unencrypted PKCS #8 RSA key");
    };
  }

  private LoginResult federated(WorkloadIdentity workload) {
    if (workload.tenantId().isEmpty()
        || workload.clientId().isEmpty()
        || workload.tokenFile().isEmpty()) {
      return LoginErrors.unusable(
          "The pod has no workload identity: tenant id, client id or "
              + FEDERATED_TOKEN_FILE
              + " is missing",
          "Install the workload identity webhook and label the operator's pod"
              + " azure.workload.identity/use=true.");
    }
    String assertion;
    try {
      assertion = Files.readString(workload.tokenFile().get()).strip();
    } catch (IOException e) {
      return LoginErrors.unusable(
          "The federated token cannot be read: " + e.getClass().getSimpleName(),
          "Check that the pod has the projected token that " + FEDERATED_TOKEN_FILE + " names.");
    }
    return federated(workload.tenantId().get(), workload.clientId().get(), assertion);
  }

  private LoginResult federated(String tenantId, String clientId, String assertion) {
    return ask(
        client ->
            aad(new ClientAssertionCredentialBuilder(), tenantId, clientId, client)
                .clientAssertion(() -> assertion)
                .build(),
        "The federated token cannot be used");
  }

  /**
   * azure-identity throws many kinds of exceptions; if a server answered, the answer is used
   * instead.
   */
  private LoginResult ask(Credentials credentials, String otherwise) {
    var client = new AuthorityHttp(http);
    try {
      var request = new TokenRequestContext().addScopes(cloud.scope());
      var token = credentials.over(route.apply(client)).getTokenSync(request);
      return Optional.ofNullable(token.getToken())
          .filter(SENDABLE)
          .<LoginResult>map(text -> new Token(text, token.getExpiresAt().toInstant()))
          .orElseGet(() -> trouble(client, otherwise)); // a success without a token
    } catch (RuntimeException _) {
      return trouble(client, otherwise);
    }
  }

  private static LoginResult trouble(AuthorityHttp client, String otherwise) {
    return client
        .last()
        .map(LoginErrors::read)
        .orElseGet(() -> LoginErrors.unusable(otherwise, "Correct the connection's credential."));
  }

  private interface Credentials {
    TokenCredential over(HttpClient client);
  }

  private <T extends AadCredentialBuilderBase<T>> T aad(
      T builder, String tenantId, String clientId, HttpClient client) {
    builder
        .tenantId(tenantId)
        .clientId(clientId)
        .authorityHost(cloud.authorityHost().toString())
        .disableInstanceDiscovery() // host is a constant or the user's: no discovery
        .pipeline(new HttpPipelineBuilder().httpClient(client).build()); // without retries
    return builder;
  }

  /** In a pod with workload identity, azure-identity would silently prefer that one. */
  private static TokenCredential managed(Optional<String> clientId, HttpClient client) {
    ConfigurationSource nothing = _ -> Map.of();
    var builder =
        new ManagedIdentityCredentialBuilder()
            .configuration(new ConfigurationBuilder(nothing, nothing, nothing).build())
            .pipeline(new HttpPipelineBuilder().httpClient(client).build());
    clientId.ifPresent(builder::clientId);
    return builder.build();
  }
}
