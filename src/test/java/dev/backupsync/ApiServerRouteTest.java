package dev.backupsync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.http.Proxies;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The Kubernetes client reads the proxies' variables itself; what it makes of them must not hold.
 */
class ApiServerRouteTest {
  private static final String AWRY = "http://what.the.client.read:1";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://10.96.0.1:443/",
        "https://kubernetes.default.svc/",
        "https://127.0.0.1:6443/",
        "https://localhost:6443/",
        "https://api.direct.example:6443/"
      })
  void anApiServerOfTheClusterOrOfNoProxyIsReachedDirectly(String url) throws IOException {
    var proxies =
        Proxies.of(
            Map.of(
                "HTTPS_PROXY", "http://sync:s3cret@proxy:3128",
                "KUBERNETES_SERVICE_HOST", "10.96.0.1",
                "no_proxy", ".direct.example"));

    var config = ApiServerRoute.routed(awry(url), proxies);

    assertThat(config.getHttpsProxy()).isNull();
    assertThat(config.getHttpProxy()).isNull();
    assertThat(config.getProxyUsername()).isNull();
    assertThat(config.getProxyPassword()).isNull();
  }

  @Test
  void anyOtherIsReachedAsByKubectl() throws IOException {
    var proxies = Proxies.of(Map.of("https_proxy", "http://sync:p%40ss@proxy:3128"));

    var config = ApiServerRoute.routed(awry("https://api.corp.example:6443/"), proxies);

    assertThat(config.getHttpsProxy()).isEqualTo("http://proxy:3128");
    assertThat(config.getProxyUsername()).isEqualTo("sync");
    assertThat(config.getProxyPassword()).isEqualTo("p@ss");
    assertThat(config.getNoProxy()).isEmpty();
  }

  @Test
  void whatAKubeconfigSaysHolds(@TempDir Path folder) throws IOException {
    var file =
        Files.writeString(
            folder.resolve("config"),
            """
            apiVersion: v1
            kind: Config
            current-context: here
            contexts: [{name: here, context: {cluster: two, user: me}}]
            clusters:
              - {name: one, cluster: {server: "https://one.example", proxy-url: "http://wrong:1"}}
              - {name: two, cluster: {server: "https://two.example", proxy-url: "http://right:2"}}
            users: [{name: me, user: {token: t}}]
            """);
    var config = Config.fromKubeconfig(file.toFile());
    config.setHttpsProxy(AWRY);

    ApiServerRoute.routed(config, Proxies.of(Map.of("HTTPS_PROXY", "proxy:3128", "NO_PROXY", "*")));

    assertThat(config.getHttpsProxy()).isEqualTo("http://right:2");
  }

  private static Config awry(String url) {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl(url)
        .withHttpProxy(AWRY)
        .withHttpsProxy(AWRY)
        .withProxyUsername("who")
        .withProxyPassword("what")
        .build();
  }
}
