package dev.backupsync.azure.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.http.NoReply;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginErrorsTest {
  @ParameterizedTest
  @CsvSource({
    "TLS, TLS_UNTRUSTED",
    "FORBIDDEN, ACCESS_DENIED",
    "UNREACHABLE, UNREACHABLE",
    "TIMEOUT, UNREACHABLE",
  })
  void whyNobodyAnsweredIsTheConnectionsReason(NoReply.Cause cause, ConnectionReason reason) {
    var exchange = new NoReply(cause, false, "why");

    var trouble = LoginErrors.read(new AuthorityHttp.LastExchange("login.example", exchange));

    assertThat(trouble.reason()).isEqualTo(reason);
    assertThat(trouble.error().message()).isEqualTo("login.example: why");
  }
}
