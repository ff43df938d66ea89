package dev.backupsync;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.utils.TokenRefreshInterceptor;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Whether the Kubernetes client has to look for a new token now and then. Where it authenticates by
 * a certificate alone it would find none, and for that reason read the whole kubeconfig again
 * before each request.
 */
final class TokenRenewal {
  private TokenRenewal() {}

  /** Takes it out of a client that is being built and has no use for it. */
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
