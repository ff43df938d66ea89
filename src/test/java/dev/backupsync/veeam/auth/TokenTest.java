package dev.backupsync.veeam.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backupsync.api.v1alpha1.VeeamApiVersion;
import dev.backupsync.veeam.Json;
import dev.backupsync.veeam.rest.VeeamSettings;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          'expires_in': 3600                                                 | PT59M
          'expires_in': '3600'                                               | PT59M
          'expires_in': 100                                                  | PT90S
          'expires_in': 100, '.expires': '2026-01-01T10:00:00Z'              | PT90S
          '.expires': '2026-01-01T10:00:00Z'                                 | PT9H59M
          '.expires': '2026-01-01T12:00:00+02:00'                            | PT9H59M
          '.expires': 'Thu, 01 Jan 2026 10:00:00 GMT'                        | PT9H59M
          '.expires': '2025-01-01T00:00:00Z'                                 | PT59M
          'expires_in': 0                                                    | PT59M
          'expires_in': -1                                                   | PT59M
          'expires_in': 'soon', '.expires': 'later'                          | PT59M
          'expires_in': null                                                 | PT59M
          'expires_in': {}                                                   | PT59M
          """)
  void aTokenIsRenewedAWhileBeforeItExpires(String fields, Duration renewedAfter) {
    var token =
        Token.read(VeeamApiVersion.V8, Json.read("{'access_token': 'a', " + fields + "}"), NOW);

    assertThat(token.orElseThrow().renewAt()).isEqualTo(NOW.plus(renewedAfter));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "'a'",
        "{'access_token': ''}",
        "{'access_token': null}",
        "{'access_token': {}}",
        "{'access_token': 'a\\r\\nHost: evil'}",
        "{'access_token': 'ä'}"
      })
  void anAnswerWithoutATokenIsNone(String json) {
    assertThat(Token.read(VeeamApiVersion.V8, Json.read(json), NOW)).isEmpty();
  }

  @Test
  void nothingSecretIsTold() {
    var json = Json.read("{'access_token': 'acc', 'refresh_token': 'ref'}");
    var settings = new VeeamSettings(URI.create("https://a"), Optional.empty(), "u", "pass");

    assertThat(Token.read(VeeamApiVersion.V8, json, NOW).orElseThrow().toString())
        .doesNotContain("acc", "ref");
    assertThat(settings.toString()).doesNotContain("pass");
  }
}
