package dev.backupsync.azure.rest;

import java.net.URI;
import java.util.Locale;

/** Normalizes the names and ports of https URLs, so that they can be compared. */
public final class Hosts {
  static final int HTTPS = 443;

  private Hosts() {}

  public static String name(URI uri) {
    return uri.getHost().toLowerCase(Locale.ROOT);
  }

  public static int port(URI uri) {
    return uri.getPort() < 0 ? HTTPS : uri.getPort();
  }
}
