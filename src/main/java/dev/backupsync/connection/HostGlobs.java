package dev.backupsync.connection;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Hosts by name, as an administrator lists them: {@code *} stands for any characters, dots
 * included. Ports play no part.
 */
public record HostGlobs(List<String> globs) {
  public static final HostGlobs NONE = new HostGlobs(List.of());

  private static final Pattern GLOB = Pattern.compile("[A-Za-z0-9*._-]+|\\[?[0-9A-Fa-f:.*]+]?");

  /**
   * Reads an administrator's list.
   *
   * @throws IllegalArgumentException where one is none, with a message for people
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

  /** Whether one of them means this host, as a URL has it. */
  public boolean match(String host) {
    var name = plain(host);
    return globs.stream().anyMatch(glob -> pattern(glob).matcher(name).matches());
  }

  private static Pattern pattern(String glob) {
    return Pattern.compile(
        Stream.of(glob.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
  }

  private static String plain(String host) {
    return host.toLowerCase(Locale.ROOT).replaceAll("^\\[|]$|\\.$", "");
  }
}
