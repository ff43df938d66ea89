package dev.backupsync;

import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.net.http.HttpClient;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * The HTTP client for the API server: the Kubernetes client's own, but it prefers ChaCha20 of all
 * the ciphers that the JVM allows. The API server follows that order, and the JVM's quick compiler,
 * with which the operator runs, makes ChaCha20 several times as fast as AES.
 */
final class ApiServerHttp extends JdkHttpClientFactory {
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  @Override
  protected void additionalConfig(HttpClient.Builder http) {
    http.sslParameters(new SSLParameters(quickestFirst(allowed()), PROTOCOLS));
  }

  private static String[] allowed() {
    try {
      return SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same ciphers; apart from ChaCha20 in the same order. */
  static String[] quickestFirst(String[] ciphers) {
    return Arrays.stream(ciphers)
        .sorted(Comparator.comparing(name -> !name.contains("CHACHA20")))
        .toArray(String[]::new);
  }
}
