package dev.backupsync.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads the certificates of a CA bundle in the usual forms: PEM in any Unicode encoding, DER, PKCS
 * #7. Skips comments and keys in the same file, and if there is no certificate, says what was found
 * instead.
 */
public final class CaBundle {
  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN ((?:X509 |TRUSTED )?CERTIFICATE|PKCS7|CMS)-----([A-Za-z0-9+/=\\s]*+)"
              + "-----END (?:(?:X509 |TRUSTED )?CERTIFICATE|PKCS7|CMS)-----");

  private static final Pattern ANY_BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----");
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});
  private static final int SEQUENCE = 0x30; // the first byte of every certificate in DER

  private CaBundle() {}

  /**
   * The same certificates as PEM, and nothing else.
   *
   * @throws IllegalArgumentException if there is none, or a damaged one; the message is for users
   */
  public static String pem(byte[] bundle) {
    return certificates(bundle).stream().map(CaBundle::pem).collect(Collectors.joining());
  }

  private static String pem(X509Certificate certificate) {
    try {
      return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
          .formatted(LINES.encodeToString(certificate.getEncoded()));
    } catch (CertificateException e) {
      throw new IllegalStateException(e);
    }
  }

  static KeyStore keyStore(String pem) {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      var certificates = certificates(pem.getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < certificates.size(); i++) {
        store.setCertificateEntry("ca-" + i, certificates.get(i));
      }
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** At least one certificate. */
  private static List<X509Certificate> certificates(byte[] bundle) {
    if (bundle.length > 0 && bundle[0] == SEQUENCE) {
      return required(binary(bundle, "holds neither a DER certificate nor PKCS #7" + kind(bundle)));
    }
    var text = text(bundle);
    var blocks = BLOCK.matcher(text).results().toList();
    if (blocks.isEmpty()) {
      throw wrong(instead(text));
    }
    var found = new ArrayList<X509Certificate>();
    for (int i = 0; i < blocks.size(); i++) {
      found.addAll(block(blocks.get(i), i + 1));
    }
    return required(found);
  }

  private static List<X509Certificate> required(List<X509Certificate> found) {
    if (found.isEmpty()) {
      throw wrong("holds PKCS #7 without a certificate");
    }
    return found;
  }

  private static List<X509Certificate> block(MatchResult block, int number) {
    var damaged = "holds a certificate that is damaged, number " + number;
    try {
      return binary(Base64.getMimeDecoder().decode(block.group(2)), damaged);
    } catch (IllegalArgumentException _) { // not base64, or our own exception
      throw wrong(damaged);
    }
  }

  /** One or several certificates in DER, or PKCS #7. */
  private static List<X509Certificate> binary(byte[] der, String otherwise) {
    try {
      Collection<?> read =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(der));
      if (der.length == 0) {
        throw wrong(otherwise);
      }
      return read.stream().map(X509Certificate.class::cast).toList();
    } catch (CertificateException e) {
      throw new IllegalArgumentException("The CA bundle " + otherwise, e);
    }
  }

  /**
   * Detects the encoding by the byte order mark, or by the position of zero bytes in Latin text.
   */
  private static String text(byte[] bundle) {
    var length = bundle.length;
    var first = length > 0 ? bundle[0] & 0xff : -1;
    var second = length > 1 ? bundle[1] & 0xff : -1;
    var little = (first == 0xff && second == 0xfe) || (first > 0 && second == 0);
    var big = (first == 0xfe && second == 0xff) || (first == 0 && second > 0);
    var charset =
        little
            ? StandardCharsets.UTF_16LE
            : big ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_8;
    return charset.decode(ByteBuffer.wrap(bundle)).toString().replace("\ufeff", "");
  }

  private static String kind(byte[] der) {
    var keyStore = der.length > 6 && der[4] == 2 && der[5] == 1 && der[6] == 3;
    return keyStore ? ", but a PKCS #12 key store (.pfx): export its certificate alone" : "";
  }

  /** What the text contains instead of a certificate. */
  private static String instead(String text) {
    if (text.isBlank()) {
      return "holds nothing";
    }
    var other = ANY_BLOCK.matcher(text);
    if (other.find()) {
      return other.group(1).endsWith("CERTIFICATE")
          ? "holds a certificate that is damaged: its END line is missing, or other signs are in it"
          : "holds a PEM block " + other.group(1) + " and no CERTIFICATE";
    }
    return "holds no certificate: " + encoded(text);
  }

  private static String encoded(String text) {
    try {
      var inside = Base64.getMimeDecoder().decode(text.strip());
      if (text(inside).contains("-----BEGIN")) {
        return "it is base64 of PEM; encode it once less";
      }
      if (inside.length > 100 && inside[0] == SEQUENCE) {
        return "it is base64 without the lines BEGIN CERTIFICATE and END CERTIFICATE";
      }
    } catch (IllegalArgumentException _) {
      // not base64 either
    }
    return "it must have a PEM block BEGIN CERTIFICATE, or be DER or PKCS #7";
  }

  private static IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("The CA bundle " + what);
  }
}
