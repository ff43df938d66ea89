package dev.backupsync.http;

import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/**
 * Derives from the client's exceptions why there was no answer, and whether the server may have
 * received the request; if in doubt, it may have.
 */
final class Failures {
  private static final int MAX_CAUSES = 16; // a chain of causes may be circular
  private static final Pattern NAME_OF_CLASS = Pattern.compile("^(?:[a-z]++\\.)++[A-Z]\\w++");

  /** The message of the JDK's client. */
  private static final Pattern NO_TUNNEL = Pattern.compile("Tunnel failed, got: (\\d+)");

  private Failures() {}

  /**
   * Reads a failure of a request to a server.
   *
   * @param proxy the proxy that was used; empty if there was none
   */
  static NoReply read(Throwable failure, URI server, Optional<ProxyServer> proxy) {
    return proxy
        .flatMap(one -> ofProxy(failure, one))
        .orElseGet(() -> ofServer(failure, server, proxy));
  }

  /** The proxy does not accept the account that it was given, or requires one. */
  static NoReply refusedBy(ProxyServer proxy) {
    return unreachable(
        false,
        proxy.account().isPresent()
            ? "The proxy " + proxy + " refuses the user and password that HTTPS_PROXY has"
            : "The proxy " + proxy + " asks for credentials, and HTTPS_PROXY has none");
  }

  private static Optional<NoReply> ofProxy(Throwable failure, ProxyServer proxy) {
    if (has(failure, UnresolvedAddressException.class)
        || has(failure, UnknownHostException.class)) {
      return Optional.of(
          unreachable(false, "The name of the proxy " + proxy + " cannot be resolved"));
    }
    if (has(failure, HttpConnectTimeoutException.class)) {
      var message = "The proxy " + proxy + " gave no connection to the server in time";
      return Optional.of(new NoReply(NoReply.Cause.TIMEOUT, false, message));
    }
    if (has(failure, ConnectException.class)) {
      return Optional.of(
          unreachable(false, "Cannot connect to the proxy " + proxy + ": " + words(failure)));
    }
    return causes(failure)
        .map(cause -> NO_TUNNEL.matcher(Optional.ofNullable(cause.getMessage()).orElse("")))
        .filter(tunnel -> tunnel.find())
        .map(tunnel -> tunnel.group(1))
        .findFirst()
        .map(
            status ->
                unreachable(
                    false,
                    "The proxy " + proxy + " gives no way to the server: it answered " + status));
  }

  private static NoReply ofServer(Throwable failure, URI server, Optional<ProxyServer> proxy) {
    var certificate = find(failure, CertificateException.class);
    if (certificate.isPresent()) {
      return new NoReply(NoReply.Cause.TLS, false, untrusted(failure, certificate.get()));
    }
    if (has(failure, ExpiringBody.TooLate.class)) {
      return new NoReply(NoReply.Cause.WITHHELD, false, words(failure));
    }
    if (has(failure, HttpConnectTimeoutException.class)) {
      return new NoReply(NoReply.Cause.TIMEOUT, false, "The server did not accept a connection");
    }
    if (has(failure, UnresolvedAddressException.class)
        || has(failure, UnknownHostException.class)) {
      return proxy.isEmpty() && GuardedResolverProvider.resolvesOnlyToMetadata(server.getHost())
          ? new NoReply(
              NoReply.Cause.FORBIDDEN,
              false,
              "The server's name leads to a link-local or metadata address, which is never called")
          : unreachable(false, "The server's name cannot be resolved");
    }
    if (has(failure, ConnectException.class)) {
      return unreachable(false, "Cannot connect to the server: " + words(failure));
    }
    if (wantsCertificate(failure)) {
      return new NoReply(
          NoReply.Cause.CLIENT_CERTIFICATE,
          false,
          "The server, or a gateway before it, asks for a client certificate, which the operator"
              + " does not have");
    }
    if (has(failure, SSLHandshakeException.class)) {
      return unreachable(
          false, "The TLS handshake with the server failed: " + words(failure) + hint(failure));
    }
    return unreachable(true, "The connection to the server broke: " + words(failure));
  }

  /** By TLS 1.3's alert for this, and by the alerts that some servers send instead. */
  private static boolean wantsCertificate(Throwable failure) {
    return alerts(failure, "certificate_required") || alerts(failure, "bad_certificate");
  }

  /** TLS 1.2 has the same alert for a missing client certificate and for many other problems. */
  private static String hint(Throwable failure) {
    return alerts(failure, "handshake_failure")
        ? "; it may ask for a client certificate, which the operator does not have, or for another"
            + " version of TLS"
        : "";
  }

  private static boolean alerts(Throwable failure, String alert) {
    return causes(failure)
        .filter(SSLException.class::isInstance)
        .flatMap(cause -> Stream.ofNullable(cause.getMessage()))
        .anyMatch(text -> text.contains(alert));
  }

  private static NoReply unreachable(boolean sent, String message) {
    return new NoReply(NoReply.Cause.UNREACHABLE, sent, message);
  }

  private static String untrusted(Throwable failure, CertificateException certificate) {
    var expired = find(failure, CertificateExpiredException.class);
    if (expired.isPresent()) {
      return "The server's certificate has expired: " + words(expired.get());
    }
    return has(failure, CertPathBuilderException.class)
        ? "The server's certificate was not issued by a trusted authority"
        : "The server's certificate is not accepted: " + words(certificate);
  }

  /** The innermost message: the outer ones repeat it, with class names. */
  private static String words(Throwable failure) {
    return causes(failure)
        .filter(cause -> cause.getMessage() != null && !isNameOfClass(cause.getMessage()))
        .reduce((_, inner) -> inner)
        .map(cause -> Redactor.of(cause.getMessage()))
        .orElse("nobody accepts connections there");
  }

  /** An exception that wraps one without a message gets the class's name as message. */
  private static boolean isNameOfClass(String message) {
    return NAME_OF_CLASS.matcher(message).matches();
  }

  private static boolean has(Throwable failure, Class<? extends Throwable> type) {
    return find(failure, type).isPresent();
  }

  private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
    return causes(failure).filter(type::isInstance).map(type::cast).findFirst();
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause).limit(MAX_CAUSES);
  }
}
