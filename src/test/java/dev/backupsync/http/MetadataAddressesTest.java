package dev.backupsync.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataAddressesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "169.254.0.1",
        "169.254.169.254.",
        "2852039166",
        "0xa9fea9fe",
        "0xA9FEA9FE",
        "0251.0376.0251.0376",
        "0xa9.0xfe.0xa9.0xfe",
        "0xa9.254.0251.254",
        "169.254.43518",
        "169.16689662",
        "025177524776",
        "[::ffff:169.254.169.254]",
        "[::ffff:a9fe:a9fe]",
        "[0:0:0:0:0:ffff:a9fe:a9fe]",
        "[::169.254.169.254]",
        "[64:ff9b::169.254.169.254]",
        "[64:ff9b::a9fe:a9fe]",
        "[2002:a9fe:a9fe::1]",
        "[fe80::1]",
        "[FE80::A9FE:A9FE]",
        "[febf::1]",
        "[fe80::1%25eth0]",
        "[fe80::1%eth0]",
        "fe80::1",
        "100.100.100.200",
        "[::ffff:100.100.100.200]",
        "168.63.129.16",
        "0xa83f8110",
        "192.0.0.192",
        "[fd00:ec2::254]",
        "[fd00:0ec2:0:0::0254]",
        "[fd20:ce::254]",
        "metadata.google.internal",
        "Metadata.Google.Internal.",
        "metadata.goog"
      })
  void areRefusedInEverySpelling(String host) {
    assertThat(MetadataAddresses.isNamedBy(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "127.0.0.1",
        "[::1]",
        "10.0.0.1",
        "169.253.255.255",
        "169.255.0.1",
        "168.63.129.17",
        "192.168.1.1",
        "[fd00::1]",
        "[fec0::1]",
        "[64:ff9b::10.0.0.1]",
        "[2002:a00:1::1]",
        "vb365.example.com",
        "169.254.169.254.example.com",
        "management.azure.com",
        "a",
        ""
      })
  void noOtherHostIsOne(String host) {
    assertThat(MetadataAddresses.isNamedBy(host)).isFalse();
  }
}
