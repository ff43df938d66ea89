package dev.backupsync.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads the certificates of a PEM bundle and passes over the comments and keys that people leave in
 * them.
 */
final class CaBundle {
  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----([A-Za-z0-9+/=\\s]*+)"
              + "-----END (?:X509 |TRUSTED )?CERTIFICATE-----");

  private CaBundle() {}

  static KeyStore keyStore(String pem) {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      var certificates = certificates(pem);
      for (int i = 0; i < certificates.size(); i++) {
        store.setCertificateEntry("ca-" + i, certificates.get(i));
      }
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** At least one. */
  static List<X509Certificate> certificates(String pem) {
    var found = BLOCK.matcher(pem).results().map(block -> read(block.group(1))).toList();
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "The CA bundle holds no certificate: it must have a PEM block BEGIN CERTIFICATE");
    }
    return found;
  }

  private static X509Certificate read(String base64) {
    try {
      var der = Base64.getMimeDecoder().decode(base64);
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException | IllegalArgumentException e) {
      throw new IllegalArgumentException("The CA bundle holds a certificate that is damaged", e);
    }
  }
}
