package dev.backupsync;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.utils.TokenRefreshInterceptor;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Decides whether the Kubernetes client has to look for a new token from time to time. With a
 * client certificate alone there is no token, and the client would read the whole kubeconfig again
 * before each request.
 */
final class KubernetesTokenRefresh {
  private KubernetesTokenRefresh() {}

  /** Removes the renewal from a client builder that does not need it. */
  static void onlyWhereNeeded(Config config, HttpClient.Builder http) {
    if (!isNeeded(config)) {
      http.addOrReplaceInterceptor(TokenRefreshInterceptor.NAME, null);
    }
  }

  static boolean isNeeded(Config config) {
    return !hasCertificate(config)
        || Stream.of(
                config.getOauthToken(),
                config.getAutoOAuthToken(),
                config.getOauthTokenProvider(),
                config.getAuthProvider(),
                config.getUsername())
            .anyMatch(Objects::nonNull);
  }

  private static boolean hasCertificate(Config config) {
    return config.getClientCertData() != null || config.getClientCertFile() != null;
  }
}
