package dev.backupsync.simulator;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A key with its certificate: what a server presents, and what a client logs in with. */
public record Identity(PrivateKey key, X509Certificate certificate) {
  private static final Map<Identity, SSLContext> CONTEXTS = new ConcurrentHashMap<>();
  private static final char[] PASSWORD = "simulated".toCharArray();
  private static final Base64.Encoder MIME = Base64.getMimeEncoder(64, new byte[] {'\n'});

  /** A context for a server that presents this certificate; made once, for a key store is dear. */
  public SSLContext serverContext() {
    return CONTEXTS.computeIfAbsent(this, Identity::newContext);
  }

  private SSLContext newContext() {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("server", key, PASSWORD, new X509Certificate[] {certificate});
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, PASSWORD);
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Private key (PKCS #8) and certificate, one after the other, as a Secret would hold them. */
  public String pem() {
    return pem("PRIVATE KEY", key.getEncoded()) + certificatePem();
  }

  /** The certificate alone. */
  public String certificatePem() {
    try {
      return pem("CERTIFICATE", certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String type, byte[] der) {
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(type, MIME.encodeToString(der));
  }

  @Override
  public String toString() {
    return "Identity[" + certificate.getSubjectX500Principal() + "]";
  }
}
