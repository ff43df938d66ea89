package dev.backupsync.http;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Builds the SSL context that decides which servers are trusted. */
final class SslContexts {
  private SslContexts() {}

  /** Empty if the JVM's own trust applies. */
  static Optional<SSLContext> of(TlsSettings tls) {
    if (tls.insecureSkipVerify()) {
      return Optional.of(context(new TrustAll()));
    }
    if (tls.caBundle().isEmpty() && tls.serverName().isEmpty()) {
      return Optional.empty();
    }
    var authorities = authorities(tls.caBundle().map(CaBundle::keyStore).orElse(null));
    return Optional.of(
        context(
            tls.serverName()
                .<TrustManager>map(name -> new ServerNameTrust(authorities, name))
                .orElse(authorities)));
  }

  /** The authorities of the key store; the JVM's own if there is none. */
  private static X509ExtendedTrustManager authorities(@Nullable KeyStore store) {
    try {
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return Stream.of(factory.getTrustManagers())
          .filter(X509ExtendedTrustManager.class::isInstance)
          .map(X509ExtendedTrustManager.class::cast)
          .findFirst()
          .orElseThrow();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SSLContext context(TrustManager trust) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trust}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
