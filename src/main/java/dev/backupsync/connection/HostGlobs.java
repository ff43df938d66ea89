package dev.backupsync.connection;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A list of host patterns, as an administrator writes them: {@code *} stands for any characters,
 * dots included. Ports are ignored.
 */
public record HostGlobs(List<String> globs) {
  public static final HostGlobs NONE = new HostGlobs(List.of());

  private static final Pattern GLOB = Pattern.compile("[A-Za-z0-9*._-]+|\\[?[0-9A-Fa-f:.*]+]?");

  /**
   * Reads an administrator's list.
   *
   * @throws IllegalArgumentException if an entry is not a host pattern; the message is for users
   */
  public static HostGlobs of(Collection<String> texts) {
    for (var text : texts) {
      if (!GLOB.matcher(text).matches()) {
        throw new IllegalArgumentException(
            "'" + text + "' is no host: leave scheme, port and path out; * stands for any part");
      }
    }
    return new HostGlobs(texts.stream().map(HostGlobs::plain).toList());
  }

  public boolean isEmpty() {
    return globs.isEmpty();
  }

  /** Whether one of the patterns matches this host, as written in a URL. */
  public boolean match(String host) {
    var name = plain(host);
    return globs.stream().anyMatch(glob -> matches(glob, name));
  }

  /**
   * Matches each piece between the stars as early as possible, so that no character is tried twice.
   */
  private static boolean matches(String glob, String name) {
    var star = glob.indexOf('*');
    if (star < 0) {
      return glob.equals(name);
    }
    var end = glob.substring(glob.lastIndexOf('*') + 1);
    if (!name.startsWith(glob.substring(0, star)) || !name.endsWith(end)) {
      return false;
    }
    var at = star;
    while (star < glob.lastIndexOf('*')) {
      var next = glob.indexOf('*', star + 1);
      var piece = glob.substring(star + 1, next);
      at = name.indexOf(piece, at);
      if (at < 0) {
        return false;
      }
      at += piece.length();
      star = next;
    }
    return at <= name.length() - end.length();
  }

  /**
   * In lower case, without the brackets of an IPv6 address and the final dot of an absolute name.
   */
  private static String plain(String host) {
    var from = host.startsWith("[") ? 1 : 0;
    var behind = host.length() > from && (host.endsWith("]") || host.endsWith(".")) ? 1 : 0;
    return host.substring(from, host.length() - behind).toLowerCase(Locale.ROOT);
  }
}
