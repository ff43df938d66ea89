package dev.backupsync.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;

/**
 * Builds and signs certificates under one name and key; the mechanics behind {@link Certificates}.
 */
record Issuer(X500Name name, KeyPair keys) {
  static final Duration LIFETIME = Duration.ofDays(30);

  private static final AtomicLong SERIAL = new AtomicLong(1);
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+");

  X509Certificate ownCertificate() {
    return sign(name, keys.getPublic(), true, Instant.now());
  }

  X509Certificate server(PublicKey key, Instant from, String... names) {
    return sign(new X500Name("CN=" + names[0]), key, false, from, names);
  }

  /** With no other name than the subject's common one, as old tools make them. */
  X509Certificate byCommonName(PublicKey key, String commonName) {
    return sign(new X500Name("CN=" + commonName), key, false, Instant.now());
  }

  private X509Certificate sign(
      X500Name subject, PublicKey key, boolean authority, Instant from, String... names) {
    var serial = BigInteger.valueOf(SERIAL.getAndIncrement());
    var start = Date.from(from.minusSeconds(60));
    var end = Date.from(from.plus(LIFETIME));
    var builder = new JcaX509v3CertificateBuilder(name, serial, start, end, subject, key);
    try {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      if (names.length > 0) {
        builder.addExtension(Extension.subjectAlternativeName, false, alternatives(names));
      }
      return new JcaX509CertificateConverter().getCertificate(builder.build(new Signer(keys)));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static GeneralNames alternatives(String... names) {
    return new GeneralNames(Stream.of(names).map(Issuer::alternative).toArray(GeneralName[]::new));
  }

  private static GeneralName alternative(String name) {
    var kind = ADDRESS.matcher(name).matches() ? GeneralName.iPAddress : GeneralName.dNSName;
    return new GeneralName(kind, name);
  }

  /** Signs with the JDK alone: BouncyCastle's own signers want all its jars in one version. */
  private record Signer(KeyPair keys, ByteArrayOutputStream content) implements ContentSigner {
    private static final String ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
    private static final String RSA_WITH_SHA256 = "1.2.840.113549.1.1.11";

    Signer(KeyPair keys) {
      this(keys, new ByteArrayOutputStream());
    }

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
      return new AlgorithmIdentifier(
          new ASN1ObjectIdentifier(elliptic() ? ECDSA_WITH_SHA256 : RSA_WITH_SHA256));
    }

    @Override
    public OutputStream getOutputStream() {
      return content;
    }

    @Override
    public byte[] getSignature() {
      try {
        var signature = Signature.getInstance(elliptic() ? "SHA256withECDSA" : "SHA256withRSA");
        signature.initSign(keys.getPrivate());
        signature.update(content.toByteArray());
        return signature.sign();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    private boolean elliptic() {
      return keys.getPrivate().getAlgorithm().equals("EC");
    }
  }
}
