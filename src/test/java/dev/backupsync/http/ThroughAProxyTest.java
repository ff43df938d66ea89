package dev.backupsync.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.simulator.Certificates;
import dev.backupsync.simulator.CountingProxy;
import dev.backupsync.simulator.VeeamServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that only the proxy can find, because only the proxy can resolve its name. */
class ThroughAProxyTest {
  private static final Duration PATIENT = Duration.ofSeconds(20);
  private static final String NAME = "vb365.example.test";
  private static final String PASSWORD = "p@ss:w%rd";
  private static final String ACCOUNT = "sync:p%40ss%3Aw%25rd@";

  private final VeeamServer server = VeeamServer.started();
  private final CountingProxy proxy = CountingProxy.forAccount("sync", PASSWORD);

  @BeforeEach
  void present() {
    Proxies.allowPasswords();
    server.present(Certificates.shared().forNames(NAME));
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
    server.close();
  }

  @Test
  void aServerIsAskedThroughItAndSeesNothingOfThePassword() {
    var exchange = ask(http(ACCOUNT));

    assertThat(exchange).isInstanceOf(Reply.class);
    assertThat(proxy.targets()).containsExactly(NAME + ":" + server.port());
    assertThat(proxy.refusals()).isZero();
    assertThat(server.requests().all())
        .singleElement()
        .satisfies(request -> assertThat(request.header("Proxy-Authorization")).isEmpty());
  }

  @Test
  void oneThatAsksForAPasswordIsToldInPlainWords() {
    var silence = (NoReply) ask(http(""));

    assertThat(silence.message())
        .isEqualTo(
            "The proxy 127.0.0.1:%d asks for credentials, and HTTPS_PROXY has none"
                .formatted(proxy.port()));
    assertNothingArrived(silence);
  }

  @Test
  void oneThatRefusesThePasswordIsToldWithoutThePassword() {
    var silence = (NoReply) ask(http("sync:wr0ng@"));

    assertThat(silence.message())
        .isEqualTo(
            "The proxy 127.0.0.1:%d refuses the user and password that HTTPS_PROXY has"
                .formatted(proxy.port()));
    assertNothingArrived(silence);
  }

  @Test
  void oneThatLeadsNobodyIsToldWithItsAnswer() {
    proxy.closeToAll();

    var silence = (NoReply) ask(http(ACCOUNT));

    assertThat(silence.message()).endsWith("gives no way to the server: it answered 403");
    assertNothingArrived(silence);
  }

  @Test
  void oneThatIsNotThereIsToldByItsName() throws IOException {
    proxy.close();

    var silence = (NoReply) ask(http(ACCOUNT));

    assertThat(silence.message()).startsWith("Cannot connect to the proxy 127.0.0.1:");
    assertNothingArrived(silence);
  }

  @Test
  void oneWhoseNameLeadsNowhereIsToldByItsName() {
    var silence =
        (NoReply) ask(http(Proxies.of(Map.of("HTTPS_PROXY", "sync:s3@proxy.invalid:3128"))));

    assertThat(silence.message())
        .isEqualTo("The name of the proxy proxy.invalid:3128 cannot be resolved");
  }

  @Test
  void whatIsExceptedGoesAroundIt() {
    server.present(Certificates.shared().trusted());
    var local = URI.create("https://127.0.0.1:" + server.port() + "/v8/ok");
    try (var http = http(ACCOUNT)) {
      assertThat(http.send("any", HttpRequest.newBuilder(local))).isInstanceOf(Reply.class);
    }

    assertThat(proxy.targets()).isEmpty();
  }

  private void assertNothingArrived(NoReply silence) {
    assertThat(silence.cause()).isEqualTo(NoReply.Cause.UNREACHABLE);
    assertThat(silence.sent()).isFalse();
    assertThat(silence.message()).doesNotContain(PASSWORD, "w%25rd", "wr0ng");
    assertThat(server.requests().all()).isEmpty();
  }

  private Exchange ask(JsonHttp http) {
    var url = URI.create("https://" + NAME + ":" + server.port() + "/v8/ok");
    try (http) {
      return http.send("any", HttpRequest.newBuilder(url).POST(BodyPublishers.noBody()));
    }
  }

  private JsonHttp http(String account) {
    var url = "http://" + account + "127.0.0.1:" + proxy.port();
    return http(Proxies.of(Map.of("HTTPS_PROXY", url)));
  }

  private static JsonHttp http(Proxies proxies) {
    var tls = new TlsSettings(Optional.of(Certificates.shared().caPem()), Optional.empty(), false);
    var client = HttpClients.create(tls, PATIENT, proxies);
    return new JsonHttp(client, PATIENT, InstantSource.system(), TrafficListener.NONE, 1);
  }
}
