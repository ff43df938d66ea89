package dev.backupsync.controller.admission;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Normalizes the URLs of servers: one address may be written in several ways. */
final class ServerAddress {
  private static final Map<String, Integer> PORTS = Map.of("https", 443, "http", 80);

  private static final Pattern SLASHES_AT_END = Pattern.compile("(?<!/)/++$");

  private ServerAddress() {}

  /** The same text for every spelling of a URL; a text that is no URL is returned unchanged. */
  static String of(String url) {
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException _) {
      return url;
    }
    if (uri.getScheme() == null || uri.getHost() == null) {
      return url;
    }
    var scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    var port = uri.getPort() == -1 ? PORTS.getOrDefault(scheme, -1) : uri.getPort();
    var path = SLASHES_AT_END.matcher(uri.getRawPath()).replaceAll("");
    return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":" + port + path;
  }
}
