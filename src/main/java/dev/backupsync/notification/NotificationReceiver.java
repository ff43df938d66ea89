package dev.backupsync.notification;

import dev.backupsync.http.CaBundle;
import dev.backupsync.http.MetadataAddresses;
import dev.backupsync.http.TlsSettings;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Who is told, set by the administrator.
 *
 * @param url may hold a secret in its path, so it is never logged
 * @param keys to sign with; empty if nothing is signed
 */
public record NotificationReceiver(URI url, Optional<SigningKeys> keys, TlsSettings tls) {
  private static final Set<String> SCHEMES = Set.of("https", "http");

  /**
   * Reads the options.
   *
   * @param keyFile a file with a key in each line
   * @param caFile a CA bundle to trust instead of the JVM's own
   * @throws IllegalArgumentException if one cannot be used; the message is for users and without
   *     secrets
   */
  public static NotificationReceiver of(
      String url, Optional<String> keyFile, Optional<String> caFile) {
    var keys = keyFile.map(file -> new SigningKeys(Path.of(file)));
    keys.ifPresent(NotificationReceiver::mustBeReadable);
    var tls = new TlsSettings(caFile.map(NotificationReceiver::bundle), Optional.empty(), false);
    return new NotificationReceiver(checked(url), keys, tls);
  }

  private static URI checked(String text) {
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException _) {
      throw new IllegalArgumentException("NOTIFY_URL is no URL");
    }
    var scheme = Optional.ofNullable(url.getScheme()).orElse("").toLowerCase(Locale.ROOT);
    if (!SCHEMES.contains(scheme) || url.getHost() == null) {
      throw new IllegalArgumentException(
          "NOTIFY_URL is not a URL such as https://hooks.example.com/backups");
    }
    if (url.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "NOTIFY_URL has a user or password, which is not supported: sign with NOTIFY_KEY_FILE");
    }
    if (MetadataAddresses.isNamedBy(url.getHost())) {
      throw new IllegalArgumentException(
          "NOTIFY_URL leads to a link-local or metadata address, which is never called");
    }
    return url;
  }

  private static void mustBeReadable(SigningKeys keys) {
    try {
      keys.read();
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException("NOTIFY_KEY_FILE cannot be used: " + reason(e), e);
    }
  }

  private static String bundle(String file) {
    try {
      return CaBundle.pem(Files.readAllBytes(Path.of(file)));
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException("NOTIFY_CA_FILE cannot be used: " + reason(e), e);
    }
  }

  /** An I/O exception's message is only the name of the file. */
  private static String reason(Exception e) {
    return e instanceof IOException
        ? "%s %s".formatted(e.getClass().getSimpleName(), e.getMessage())
        : "" + e.getMessage();
  }

  /** The host, which is all that may be logged. */
  String host() {
    return url.getHost();
  }

  /** Without the URL's path, which may be a secret. */
  @Override
  public String toString() {
    return host();
  }
}
