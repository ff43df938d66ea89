package dev.backupsync.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.backupsync.simulator.Certificates;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A gateway that wants a client's certificate is not one that cannot be reached. */
class ClientCertificateTest {
  private static final Certificates CA = Certificates.shared();

  @ParameterizedTest
  @CsvSource({"TLSv1.2, UNREACHABLE", "TLSv1.3, CLIENT_CERTIFICATE"})
  void whatIsMissingIsSaid(String protocol, NoReply.Cause cause) {
    var tls = new TlsSettings(Optional.of(CA.caPem()), Optional.empty(), false);
    var client = SslContexts.of(tls).orElseThrow().createSSLEngine("localhost", 443);
    var server = CA.trusted().serverContext().createSSLEngine();
    client.setEnabledProtocols(new String[] {protocol});
    server.setUseClientMode(false);
    server.setNeedClientAuth(true);

    var failure = catchThrowable(() -> Handshake.between(client, server));

    var silence = Failures.read(failure, URI.create("https://localhost"), Optional.empty());
    assertThat(silence.cause()).isEqualTo(cause);
    assertThat(silence.sent()).isFalse();
    assertThat(silence.message()).contains("client certificate");
  }
}
