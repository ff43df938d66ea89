package dev.backupsync.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.backupsync.simulator.Certificates;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A CA bundle in every form that tools write it, and what is said of anything else. */
class CaBundleTest {
  private static final String ONE = Certificates.shared().caPem();
  private static final String OTHER = Certificates.another().caPem();

  static Stream<Arguments> readable() throws Exception {
    var both = ONE + OTHER;
    var windows = both.replace("\n", "\r\n");
    return Stream.of(
        Arguments.of("PEM", utf8(ONE), ONE),
        Arguments.of("two of them", utf8(both), both),
        Arguments.of("CRLF", utf8(windows), both),
        Arguments.of("UTF-8 with a mark", utf8("\ufeff" + windows), both),
        Arguments.of("UTF-16LE", ("\ufeff" + windows).getBytes(StandardCharsets.UTF_16LE), both),
        Arguments.of("UTF-16BE", ("\ufeff" + windows).getBytes(StandardCharsets.UTF_16BE), both),
        Arguments.of("UTF-16LE, no mark", windows.getBytes(StandardCharsets.UTF_16LE), both),
        Arguments.of("UTF-16BE, no mark", windows.getBytes(StandardCharsets.UTF_16BE), both),
        Arguments.of("with notes", utf8("Müller's\r\n" + ONE + "\r\n# end"), ONE),
        Arguments.of("beside a key", utf8(Certificates.client("a").pem() + ONE), null),
        Arguments.of("DER", der(ONE), ONE),
        Arguments.of("PKCS #7", pkcs7(ONE, OTHER), null),
        Arguments.of("PKCS #7 as PEM", utf8(block("PKCS7", pkcs7(ONE))), ONE));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("readable")
  void everyFormIsReadAsTheSamePem(String form, byte[] bundle, String pem) throws Exception {
    var read = CaBundle.pem(bundle);

    if (pem != null) {
      assertThat(read).isEqualTo(pem);
    }
    KeyStore store = CaBundle.keyStore(read);
    assertThat(read).doesNotContain("PRIVATE");
    assertThat(store.size()).isPositive();
  }

  static Stream<Arguments> unreadable() throws Exception {
    var key = block("PRIVATE KEY", new byte[] {1, 2, 3});
    return Stream.of(
        Arguments.of(new byte[0], "holds nothing"),
        Arguments.of(utf8(" \r\n"), "holds nothing"),
        Arguments.of(utf8(key), "holds a PEM block PRIVATE KEY and no CERTIFICATE"),
        Arguments.of(
            utf8(block("CERTIFICATE REQUEST", new byte[9])),
            "holds a PEM block CERTIFICATE REQUEST and"),
        Arguments.of(utf8(base64(utf8(ONE))), "holds no certificate: it is base64 of PEM"),
        Arguments.of(
            utf8(base64(der(ONE))), "holds no certificate: it is base64 without the lines"),
        Arguments.of(utf8("not PEM"), "holds no certificate: it must have a PEM block"),
        Arguments.of(
            utf8(ONE.replace("-----END", "----END")), "holds a certificate that is damaged: its"),
        Arguments.of(
            utf8(ONE + block("CERTIFICATE", new byte[] {48, 1})),
            "holds a certificate that is damaged, number 2"),
        Arguments.of(
            utf8(block("CERTIFICATE", new byte[0])),
            "holds a certificate that is damaged, number 1"),
        Arguments.of(keyStore(), "holds neither a DER certificate nor PKCS #7, but a PKCS #12"),
        Arguments.of(new byte[] {48, 3, 1, 1, 1}, "holds neither a DER certificate nor PKCS #7"),
        Arguments.of(pkcs7(), "holds PKCS #7 without a certificate"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("unreadable")
  void whatIsThereIsSaidWhereItIsNoCertificate(byte[] bundle, String words) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CaBundle.pem(bundle))
        .withMessageStartingWith("The CA bundle " + words);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String base64(byte[] bytes) {
    return Base64.getMimeEncoder().encodeToString(bytes);
  }

  private static String block(String type, byte[] bytes) {
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(type, base64(bytes));
  }

  private static Certificate certificate(String pem) {
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificate(new ByteArrayInputStream(utf8(pem)));
    } catch (CertificateException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] der(String pem) throws CertificateException {
    return certificate(pem).getEncoded();
  }

  private static byte[] pkcs7(String... pems) throws CertificateException {
    var all = Stream.of(pems).map(CaBundleTest::certificate).toList();
    return CertificateFactory.getInstance("X.509")
        .generateCertPath(List.copyOf(all))
        .getEncoded("PKCS7");
  }

  private static byte[] keyStore() throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("ca", certificate(ONE));
    var bytes = new ByteArrayOutputStream();
    store.store(bytes, "any".toCharArray());
    return bytes.toByteArray();
  }
}
