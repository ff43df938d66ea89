package dev.backupsync.veeam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.ConnectionReason;
import dev.backupsync.http.NoReply;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginsTest {
  @ParameterizedTest
  @CsvSource({
    "TLS, TLS_UNTRUSTED",
    "FORBIDDEN, ACCESS_DENIED",
    "UNREACHABLE, UNREACHABLE",
    "TIMEOUT, UNREACHABLE",
  })
  void whyNobodyAnsweredIsTheConnectionsReason(NoReply.Cause cause, ConnectionReason reason) {
    var barred = Logins.silent(new NoReply(cause, false, "why"));

    assertThat(barred.reason()).isEqualTo(reason);
    assertThat(barred.error().code()).isEqualTo(cause.word());
  }
}
