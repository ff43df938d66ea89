package dev.backupsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class ApiServerHttpTest {
  @Test
  void onlyTheOrderOfCiphersChanges() {
    assertThat(ApiServerHttp.quickestFirst(new String[] {"AES_256", "CHACHA20", "AES_128"}))
        .containsExactly("CHACHA20", "AES_256", "AES_128");
  }

  @Test
  void everyCipherThatTheJvmAllowsIsOffered() throws NoSuchAlgorithmException {
    var http = HttpClient.newBuilder();
    new ApiServerHttp().additionalConfig(http);
    var offered = http.build().sslParameters();

    assertThat(offered.getCipherSuites())
        .startsWith("TLS_CHACHA20_POLY1305_SHA256")
        .containsExactlyInAnyOrder(
            SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites());
    assertThat(offered.getProtocols()).containsExactly("TLSv1.3", "TLSv1.2");
  }
}
