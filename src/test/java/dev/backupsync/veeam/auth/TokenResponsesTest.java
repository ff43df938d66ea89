package dev.backupsync.veeam.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.http.NoReply;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenResponsesTest {
  @ParameterizedTest
  @CsvSource({
    "TLS, TLS_UNTRUSTED",
    "FORBIDDEN, ACCESS_DENIED",
    "UNREACHABLE, UNREACHABLE",
    "TIMEOUT, UNREACHABLE",
  })
  void whyNobodyAnsweredIsTheConnectionsReason(NoReply.Cause cause, ConnectionReason reason) {
    var noAccess = TokenResponses.silent(new NoReply(cause, false, "why"));

    assertThat(noAccess.reason()).isEqualTo(reason);
    assertThat(noAccess.error().code()).isEqualTo(cause.word());
  }
}
