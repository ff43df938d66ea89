package dev.backupsync.simulator;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;

/**
 * A small certificate authority, because the operator verifies TLS and tests must be able to make
 * that fail.
 */
public final class Certificates {
  private static final AlgorithmParameterSpec P256 = new ECGenParameterSpec("secp256r1");
  private static final AlgorithmParameterSpec RSA_2048 =
      new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4);
  private static final String[] LOCAL = {"localhost", "127.0.0.1"};
  private static final Certificates SHARED = new Certificates("Simulated CA");

  private final Issuer issuer;
  private final Identity root;
  private final Identity trusted;

  private Certificates(String name) {
    var keys = keys("EC", P256);
    issuer = new Issuer(new X500Name("CN=" + name), keys);
    root = new Identity(keys.getPrivate(), issuer.ownCertificate());
    trusted = forNames(LOCAL);
  }

  /** The CA that the simulators' certificates come from; one per JVM. */
  public static Certificates shared() {
    return SHARED;
  }

  /** A CA of its own, which nobody trusts yet. */
  public static Certificates another() {
    return new Certificates("Another CA");
  }

  /** For localhost and 127.0.0.1, valid, of this CA. */
  public Identity trusted() {
    return trusted;
  }

  /** Valid and of this CA, for other DNS names or IPv4 addresses. */
  public Identity forNames(String... names) {
    return issue(Instant.now(), names);
  }

  /** Valid and of this CA, with its name in the subject's common name alone. */
  public Identity byCommonName(String name) {
    var keys = keys("EC", P256);
    return new Identity(keys.getPrivate(), issuer.byCommonName(keys.getPublic(), name));
  }

  /** For localhost, of this CA, but out of date since yesterday. */
  public Identity expired() {
    return issue(Instant.now().minus(Issuer.LIFETIME).minus(Duration.ofDays(1)), LOCAL);
  }

  /** Valid and of this CA, but for another host. */
  public Identity wrongName() {
    return forNames("elsewhere.example.com");
  }

  /** For localhost, but of a CA that nobody was told of. */
  public static Identity untrusted() {
    return new Certificates("Unknown CA").trusted();
  }

  /** Self-signed, with the RSA key that Entra wants of a client that logs in with a certificate. */
  public static Identity client(String name) {
    var keys = keys("RSA", RSA_2048);
    return new Identity(
        keys.getPrivate(), new Issuer(new X500Name("CN=" + name), keys).ownCertificate());
  }

  /** The CA's certificate, as a caBundle holds it. */
  public String caPem() {
    return root.certificatePem();
  }

  /** A context for a client that trusts this CA and no other. */
  public SSLContext clientContext() {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry("ca", root.certificate());
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Identity issue(Instant from, String... names) {
    var keys = keys("EC", P256);
    return new Identity(keys.getPrivate(), issuer.server(keys.getPublic(), from, names));
  }

  private static KeyPair keys(String algorithm, AlgorithmParameterSpec size) {
    try {
      var generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(size);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
