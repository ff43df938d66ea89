package dev.backupsync.http;

import java.util.Optional;

/**
 * Which servers to trust.
 *
 * @param caBundle PEM certificates to trust instead of the JVM's own
 * @param serverName the name to verify, if it is not the URL's host
 * @param insecureSkipVerify trusts every server
 */
public record TlsSettings(
    Optional<String> caBundle, Optional<String> serverName, boolean insecureSkipVerify) {
  public static final TlsSettings DEFAULT =
      new TlsSettings(Optional.empty(), Optional.empty(), false);
}
