package dev.backupsync.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoProxyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          entries                   | host               | port | direct
          ''                        | vb.example.com     | 443  | false
          *                         | vb.example.com     | 443  | true
          example.com               | example.com        | 443  | true
          example.com               | vb.example.com     | 443  | true
          example.com               | a.b.example.com    | 443  | true
          example.com               | badexample.com     | 443  | false
          example.com               | example.com.evil   | 443  | false
          .example.com              | vb.example.com     | 443  | true
          .example.com              | example.com        | 443  | false
          *.example.com             | vb.example.com     | 443  | true
          *.example.com             | example.com        | 443  | false
          EXAMPLE.com               | VB.Example.COM     | 443  | true
          example.com.              | vb.example.com     | 443  | true
          example.com               | vb.example.com.    | 443  | true
          example.com:4443          | vb.example.com     | 4443 | true
          example.com:4443          | vb.example.com     | 443  | false
          a, example.com            | vb.example.com     | 443  | true
          'a example.com'           | vb.example.com     | 443  | true
          ',, ,example.com,'        | vb.example.com     | 443  | true
          10.0.0.0/8                | 10.1.2.3           | 443  | true
          10.0.0.0/8                | 11.1.2.3           | 443  | false
          10.1.2.0/23               | 10.1.3.255         | 443  | true
          10.1.2.0/23               | 10.1.4.0           | 443  | false
          10.0.0.0/8                | vb.example.com     | 443  | false
          0.0.0.0/0                 | 8.8.8.8            | 443  | true
          10.1.2.3                  | 10.1.2.3           | 443  | true
          10.1.2.3                  | 10.1.2.30          | 443  | false
          10.1.2.3:443              | 10.1.2.3           | 443  | true
          10.1.2.3:443              | 10.1.2.3           | 4443 | false
          10.0.0.0/33               | 10.0.0.0           | 443  | false
          10.0.0.0/x                | 10.0.0.0           | 443  | false
          fd00::/8                  | [fd12::1]          | 443  | true
          fd00::/8                  | [fe00::1]          | 443  | false
          fd12::1                   | [fd12:0::1]        | 443  | true
          [fd12::1]                 | [fd12::1]          | 443  | true
          [fd12::1]:443             | [fd12::1]          | 443  | true
          [fd12::1]:443             | [fd12::1]          | 4443 | false
          10.0.0.0/8                | [::ffff:10.1.2.3]  | 443  | true
          example.com/8             | vb.example.com     | 443  | false
          1                         | 10.0.0.1           | 443  | false
          ''                        | localhost          | 443  | true
          ''                        | a.localhost        | 443  | true
          ''                        | 127.1.2.3          | 443  | true
          ''                        | [::1]              | 443  | true
          ''                        | localhost.evil.com | 443  | false
          """,
      useHeadersInDisplayName = true)
  void anEntryCoversWhatGosProgramsReadIt(String entries, String host, int port, boolean direct) {
    assertThat(NoProxy.of(entries).covers(host, port)).isEqualTo(direct);
  }
}
