package dev.backupsync.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiesTest {
  private static final URI VENDOR = URI.create("https://vb365.example.com:4443/v8/Token");

  @ParameterizedTest
  @ValueSource(strings = {"HTTPS_PROXY", "https_proxy"})
  void httpsGoesByTheProxyOfHttps(String variable) {
    var proxies = Proxies.of(Map.of(variable, "http://proxy:3128", "HTTP_PROXY", "http://other:1"));

    assertThat(proxies.towards(VENDOR)).map(ProxyServer::toString).contains("proxy:3128");
    var chosen = proxies.select(VENDOR).getFirst();
    assertThat(chosen.type()).isEqualTo(Proxy.Type.HTTP);
    assertThat(((InetSocketAddress) chosen.address()).getHostString()).isEqualTo("proxy");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP_PROXY", "http_proxy"})
  void theProxyOfHttpIsNotForHttps(String variable) {
    assertThat(Proxies.of(Map.of(variable, "http://proxy:3128")).towards(VENDOR)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"NO_PROXY", "no_proxy"})
  void someHostsAreReachedWithoutIt(String variable) {
    var proxies = Proxies.of(Map.of("HTTPS_PROXY", "proxy:3128", variable, ".example.com"));

    assertThat(proxies.towards(VENDOR)).isEmpty();
    assertThat(proxies.select(VENDOR)).containsExactly(Proxy.NO_PROXY);
    assertThat(proxies.towards(URI.create("https://management.azure.com"))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://10.96.0.1:443",
        "https://kubernetes.default.svc",
        "https://kubernetes.default.svc.cluster.local:443"
      })
  void theApiServerOfTheClusterIsNeverBeyondAProxy(String url) {
    var environment =
        Map.of("HTTPS_PROXY", "http://proxy:3128", "KUBERNETES_SERVICE_HOST", "10.96.0.1");

    assertThat(Proxies.of(environment).towards(URI.create(url))).isEmpty();
  }

  @Test
  void theNodesOwnMetadataIsNeverBeyondAProxy() {
    var proxies = Proxies.of(Map.of("HTTP_PROXY", "http://proxy:3128"));
    var metadata = URI.create("http://169.254.169.254/metadata/identity/oauth2/token");

    assertThat(proxies.towards(metadata)).isEmpty();
    assertThat(proxies.select(metadata)).containsExactly(Proxy.NO_PROXY);
    assertThat(Proxies.NONE.select(metadata)).containsExactly(Proxy.NO_PROXY);
  }

  @ParameterizedTest
  @CsvSource({
    "http://proxy:3128, proxy:3128, ",
    "proxy:3128, proxy:3128, ",
    "HTTP://proxy:3128/, proxy:3128, ",
    "http://proxy, proxy:80, ",
    "http://[fd00::1]:3128, [fd00::1]:3128, ",
    "http://my_proxy:3128, my_proxy:3128, ",
    "http://sync:s3cret@proxy:3128, proxy:3128, Basic c3luYzpzM2NyZXQ=",
    "sync:s3cret@proxy:3128, proxy:3128, Basic c3luYzpzM2NyZXQ=",
    "http://sync@proxy:3128, proxy:3128, Basic c3luYzo=",
    "http://a%5Cb:p%40%3Ass%25+%2F@proxy:3128, proxy:3128, Basic YVxiOnBAOnNzJSsv",
    "http://sync:s3@cret@proxy:3128, proxy:3128, Basic c3luYzpzM0BjcmV0",
  })
  void anAccountIsSentAndNeverTold(String url, String told, String authorization) {
    var server = ProxyServer.read("HTTPS_PROXY", url);

    assertThat(server).hasToString(told);
    assertThat(server.authorization()).isEqualTo(Optional.ofNullable(authorization));
    assertThat("" + server.account()).doesNotContain("s3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://sync:s3cret/@proxy:3128",
        "http://sync:s3cret@",
        "http://sync:s3cret%@proxy:3128",
        "http://sync:s3cret@proxy:99999",
        "http://sync:s3cret@proxy:0",
        "https://sync:s3cret@proxy:443",
        "socks5://sync:s3cret@proxy:1080"
      })
  void whatCannotBeUsedIsSaidWithoutItsPassword(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Proxies.of(Map.of("HTTPS_PROXY", url)))
        .withMessageStartingWith("HTTPS_PROXY ")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("s3cret"));
  }
}
