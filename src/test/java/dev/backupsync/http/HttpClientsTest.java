package dev.backupsync.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.backupsync.simulator.Certificates;
import dev.backupsync.simulator.Identity;
import dev.backupsync.simulator.VeeamServer;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(Lifecycle.PER_CLASS)
class HttpClientsTest {
  private static final Certificates CA = Certificates.shared();
  private static final Duration PATIENT = Duration.ofSeconds(20);

  private final VeeamServer server = VeeamServer.started();

  @BeforeAll
  void start() {
    server.start();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  static Stream<Arguments> believed() {
    return Stream.of(
        Arguments.of("our CA", trusting(), CA.trusted()),
        Arguments.of("any", skipping(), CA.expired()),
        Arguments.of("any", skipping(), CA.wrongName()),
        Arguments.of("any", skipping(), Certificates.untrusted()),
        Arguments.of("named", named("elsewhere.example.com"), CA.wrongName()),
        Arguments.of("in another case", named("Elsewhere.Example.COM."), CA.wrongName()),
        Arguments.of("second name", named("b.test"), CA.forNames("a.test", "b.test")),
        Arguments.of("by its address", named("127.0.0.1"), CA.trusted()),
        Arguments.of("common name", named("vb.example.com"), CA.byCommonName("vb.example.com")),
        Arguments.of("wildcard", named("vb.example.com"), CA.forNames("*.example.com")));
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("believed")
  void aServerIsBelieved(String why, TlsSettings tls, Identity identity) {
    server.present(identity);

    assertThat(ask(tls)).isInstanceOf(Reply.class);
  }

  static Stream<Arguments> refused() {
    var unknown = "The server's certificate was not issued by a trusted authority";
    var expired = "The server's certificate has expired: NotAfter: ";
    var other =
        "The server's certificate is not accepted: No subject alternative DNS name matching";
    return Stream.of(
        Arguments.of(TlsSettings.DEFAULT, CA.trusted(), unknown),
        Arguments.of(trusting(), Certificates.untrusted(), unknown),
        Arguments.of(trusting(), CA.expired(), expired),
        Arguments.of(
            trusting(), CA.wrongName(), "The server's certificate is not accepted: No subject"),
        Arguments.of(named("elsewhere.example.com"), Certificates.untrusted(), unknown),
        Arguments.of(named("localhost"), CA.expired(), expired),
        Arguments.of(named("elsewhere.example.com"), CA.trusted(), other),
        Arguments.of(named("example.com"), CA.forNames("*.example.com"), other),
        Arguments.of(named("a.b.example.com"), CA.forNames("*.example.com"), other),
        Arguments.of(named("vb.example.com"), CA.forNames("*"), other),
        Arguments.of(
            named("*.example.com"),
            CA.forNames("vb.example.com"),
            "The server's certificate is not"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("refused")
  void aServerIsNotBelievedAndGetsNothing(TlsSettings tls, Identity identity, String message) {
    server.present(identity);
    server.requests().clear();

    var exchange = ask(tls);

    assertThat(exchange).isInstanceOf(NoReply.class);
    var silence = (NoReply) exchange;
    assertThat(silence.cause()).isEqualTo(NoReply.Cause.TLS);
    assertThat(silence.sent()).isFalse();
    assertThat(silence.message()).startsWith(message);
    assertThat(server.requests().all()).isEmpty();
  }

  @Test
  void everyCertificateOfABundleCounts() {
    server.present(CA.trusted());
    var bundle = "# ours - and theirs\n" + Certificates.client("other").pem() + CA.caPem();

    assertThat(ask(new TlsSettings(Optional.of(bundle), Optional.empty(), false)))
        .isInstanceOf(Reply.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not PEM",
        "-----BEGIN CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"
      })
  void aBundleWithoutACertificateIsRefusedInWords(String bundle) {
    var tls = new TlsSettings(Optional.of(bundle), Optional.empty(), false);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> HttpClients.create(tls, PATIENT))
        .withMessageStartingWith("The CA bundle holds");
  }

  private static TlsSettings trusting() {
    return new TlsSettings(Optional.of(CA.caPem()), Optional.empty(), false);
  }

  private static TlsSettings named(String name) {
    return new TlsSettings(Optional.of(CA.caPem()), Optional.of(name), false);
  }

  private static TlsSettings skipping() {
    return new TlsSettings(Optional.empty(), Optional.empty(), true);
  }

  private Exchange ask(TlsSettings tls) {
    var client = HttpClients.create(tls, PATIENT);
    try (var http =
        new JsonHttp(client, PATIENT, InstantSource.system(), TrafficListener.NONE, 1)) {
      return http.send("any", HttpRequest.newBuilder(server.url().resolve("/v8/any")));
    }
  }
}
