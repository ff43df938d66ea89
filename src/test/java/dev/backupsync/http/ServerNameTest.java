package dev.backupsync.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.simulator.Certificates;
import dev.backupsync.simulator.Identity;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server is believed under {@code serverName} as it would be under that name in the URL. */
class ServerNameTest {
  private static final Certificates CA = Certificates.shared();

  /** A certificate's names; with CN, its common name and no other one. */
  @ParameterizedTest
  @CsvSource({
    "vb.example.com, vb.example.com, true",
    "VB.Example.COM, vb.example.com, true",
    "vb.example.com, CN vb.example.com, true",
    "vb.example.com, CN VB.example.com, true",
    "vb.example.com, CN *.example.com, true",
    "vb.example.com, CN example.com, false",
    "vb365, CN vb365, true",
    "vb365, vb365, true",
    "b.test, a.test b.test, true",
    "c.test, a.test b.test, false",
    "vb.example.com, *.example.com, true",
    "a.vb.example.com, *.example.com, false",
    "example.com, *.example.com, false",
    "vb.example.com, v*.example.com, true",
    "vb.example.com, *, false",
    "10.1.2.3, 10.1.2.3, true",
    "10.1.2.3, 10.1.2.4, false",
    "10.1.2.3, CN 10.1.2.3, false",
    "xn--mller-kva.example, xn--mller-kva.example, true",
    "xn--mller-kva.example, *.example, true",
  })
  void theJdkJudges(String name, String certificate, boolean believed) throws SSLException {
    var identity =
        certificate.startsWith("CN ")
            ? CA.byCommonName(certificate.substring(3))
            : CA.forNames(certificate.split(" "));

    assertThat(isBelieved(identity, name, Optional.empty())).isEqualTo(believed);
    assertThat(isBelieved(identity, "localhost", Optional.of(name))).isEqualTo(believed);
  }

  /** The URL's host is not a second name that would do. */
  @ParameterizedTest
  @CsvSource({"localhost", "127.0.0.1"})
  void theUrlsHostIsNoLongerAsked(String host) throws SSLException {
    assertThat(isBelieved(CA.trusted(), host, Optional.of("vb.example.com"))).isFalse();
  }

  /** A handshake in memory, as the HTTP client would make it for a URL with this host. */
  private static boolean isBelieved(Identity identity, String host, Optional<String> serverName)
      throws SSLException {
    var tls = new TlsSettings(Optional.of(CA.caPem()), serverName, false);
    var client = SslContexts.of(tls).orElseThrow().createSSLEngine(host, 443);
    var server = identity.serverContext().createSSLEngine();
    client.setUseClientMode(true);
    server.setUseClientMode(false);
    var parameters = client.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    if (host.chars().anyMatch(Character::isLetter)) {
      parameters.setServerNames(List.of(new SNIHostName(host)));
    }
    client.setSSLParameters(parameters);
    try {
      Handshake.between(client, server);
      return true;
    } catch (SSLException e) {
      assertThat(Failures.read(e, URI.create("https://localhost"), Optional.empty()).cause())
          .isEqualTo(NoReply.Cause.TLS);
      return false;
    }
  }
}
