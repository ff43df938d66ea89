package dev.backupsync.http;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Trusts a server of a given name, whatever the URL's host is: the JDK's client would always verify
 * the latter.
 */
final class NamedServer extends X509ExtendedTrustManager {
  private static final int DNS_NAME = 2;

  private final X509TrustManager authorities;
  private final String name;

  NamedServer(X509TrustManager authorities, String name) {
    this.authorities = authorities;
    this.name = plain(name);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    checkServerTrusted(chain, authType);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    checkServerTrusted(chain, authType);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    authorities.checkServerTrusted(chain, authType); // the path alone, without a name
    var names = dnsNames(chain[0]);
    if (names.stream().noneMatch(this::matches)) {
      throw new CertificateException("it is for " + names + ", not for " + name);
    }
  }

  /** A wildcard stands for exactly one label, the first, of a name with at least three. */
  private boolean matches(String pattern) {
    if (!pattern.startsWith("*.")) {
      return pattern.equals(name);
    }
    var parent = pattern.substring(2);
    var dot = name.indexOf('.');
    return dot > 0
        && parent.indexOf('.') > 0
        && parent.indexOf('*') < 0
        && name.substring(dot + 1).equals(parent);
  }

  private static List<String> dnsNames(X509Certificate certificate) throws CertificateException {
    return Optional.ofNullable(certificate.getSubjectAlternativeNames()).stream()
        .flatMap(names -> names.stream())
        .filter(entry -> Objects.equals(entry.getFirst(), DNS_NAME))
        .flatMap(entry -> Stream.of(entry.getLast()))
        .map(value -> plain(value.toString()))
        .toList();
  }

  private static String plain(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("we are no server");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return authorities.getAcceptedIssuers();
  }
}
