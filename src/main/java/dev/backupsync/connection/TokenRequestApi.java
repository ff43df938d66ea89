package dev.backupsync.connection;

import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.api.v1alpha1.SyncError;
import dev.backupsync.azure.auth.Assertion;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** Requests tokens of ServiceAccounts from the API server, with Entra as their only audience. */
public final class TokenRequestApi implements ServiceAccountTokenSource {
  private static final String AUDIENCE = "api://AzureADTokenExchange";
  private static final long SECONDS = 600; // the shortest lifetime that the API server allows

  private final KubernetesClient client;

  public TokenRequestApi(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public Assertion token(String namespace, String serviceAccount) {
    var request =
        new TokenRequestBuilder()
            .withNewSpec()
            .withAudiences(AUDIENCE)
            .withExpirationSeconds(SECONDS)
            .endSpec()
            .build();
    try {
      var account = client.serviceAccounts().inNamespace(namespace).withName(serviceAccount);
      return given(account.tokenRequest(request), serviceAccount);
    } catch (KubernetesClientException e) {
      return withheld(e.getCode(), serviceAccount);
    }
  }

  private static Assertion given(TokenRequest answer, String serviceAccount) {
    return answer == null || answer.getStatus() == null || answer.getStatus().getToken() == null
        ? withheld(0, serviceAccount)
        : new Assertion.Given(answer.getStatus().getToken());
  }

  private static Assertion withheld(int code, String serviceAccount) {
    return switch (code) {
      case 401, 403 ->
          withheld(
              ConnectionReason.ACCESS_DENIED,
              "The operator may not ask for tokens of ServiceAccount " + serviceAccount,
              "Let it create serviceaccounts/token of this name in this namespace; the chart does"
                  + " so by its value azure.serviceAccounts.");
      case 404 ->
          withheld(
              ConnectionReason.CREDENTIALS_INVALID,
              "There is no ServiceAccount " + serviceAccount + " in this namespace",
              "Create it, or correct credential.serviceAccountRef; it is looked for again every"
                  + " probeInterval.");
      case 400, 422 ->
          withheld(
              ConnectionReason.CREDENTIALS_INVALID,
              "The API server refuses a token of ServiceAccount "
                  + serviceAccount
                  + " for Azure: it answered "
                  + code,
              "Check that the API server issues tokens for other audiences.");
      default ->
          withheld(
              ConnectionReason.UNREACHABLE,
              "The API server gave no token of ServiceAccount " + serviceAccount,
              "Nothing: it is asked again.");
    };
  }

  private static Assertion withheld(ConnectionReason reason, String message, String action) {
    return new Assertion.Withheld(reason, SyncError.of("ServiceAccountToken", message, action));
  }
}
