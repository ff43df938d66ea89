package dev.backupsync.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** A proxy, and our account there. */
public record ProxyServer(String host, int port, Optional<Account> account) {
  private static final int HTTP = 80;
  private static final int HIGHEST_PORT = 65_535;
  private static final Pattern URL =
      Pattern.compile(
          "^(?:(?<scheme>[A-Za-z][-A-Za-z0-9+.]*)://)?(?:(?<account>[^/]*)@)?"
              + "(?<host>\\[[0-9A-Fa-f:.]+]|[^\\s/:@\\[\\]?#%]+)(?::(?<port>\\d{1,5}))?/?");

  /** Our account at the proxy. */
  public record Account(String username, String password) {
    @Override
    public String toString() {
      return "***";
    }
  }

  /**
   * Reads a URL such as {@code http://user:password@proxy:3128}; the scheme may be missing.
   *
   * @param variable where the URL comes from, for users
   * @throws IllegalArgumentException if it is not a proxy's URL; the message is for users and
   *     without the password
   */
  public static ProxyServer read(String variable, String text) {
    var url = URL.matcher(text.strip());
    if (!url.matches()) {
      throw new IllegalArgumentException(
          variable
              + " is not a URL such as http://proxy:3128 or http://user:password@proxy:3128, with"
              + " special characters of user and password percent-encoded");
    }
    var scheme = Optional.ofNullable(url.group("scheme")).orElse("http");
    if (!scheme.equalsIgnoreCase("http")) {
      throw new IllegalArgumentException(
          variable + " names a proxy by " + scheme + "://, but only http:// proxies can be used");
    }
    var port = Optional.ofNullable(url.group("port")).map(Integer::parseInt).orElse(HTTP);
    if (port < 1 || port > HIGHEST_PORT) {
      throw new IllegalArgumentException(variable + " has no valid port");
    }
    var account = Optional.ofNullable(url.group("account")).map(one -> account(variable, one));
    return new ProxyServer(url.group("host"), port, account);
  }

  private static Account account(String variable, String text) {
    var colon = text.indexOf(':');
    try {
      return colon < 0
          ? new Account(decoded(text), "")
          : new Account(decoded(text.substring(0, colon)), decoded(text.substring(colon + 1)));
    } catch (IllegalArgumentException _) {
      throw new IllegalArgumentException(
          variable + " has a user or password in which % is not written as %25");
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** The Proxy-Authorization header of a request to the proxy; empty if there is none. */
  Optional<String> authorization() {
    return account.map(
        one -> {
          var text = one.username() + ":" + one.password();
          var bytes = text.getBytes(StandardCharsets.UTF_8);
          return "Basic " + Base64.getEncoder().encodeToString(bytes);
        });
  }

  /** Without the account. */
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
