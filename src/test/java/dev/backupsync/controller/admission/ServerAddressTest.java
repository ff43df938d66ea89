package dev.backupsync.controller.admission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerAddressTest {
  @ParameterizedTest
  @CsvSource({
    "https://vb365.example.com:4443, https://VB365.example.com:4443/, true",
    "https://vb365.example.com, HTTPS://vb365.example.com:443, true",
    "https://vb365.example.com/veeam, https://vb365.example.com/veeam/, true",
    "https://vb365.example.com:4443, https://vb365.example.com:4444, false",
    "https://vb365.example.com/a, https://vb365.example.com/b, false",
    "https://vb365.example.com, http://vb365.example.com, false",
    "no url at all, no url at all, true",
  })
  void aServerIsTheSameHoweverItIsWritten(String one, String other, boolean same) {
    assertThat(ServerAddress.of(one).equals(ServerAddress.of(other))).isEqualTo(same);
  }
}
