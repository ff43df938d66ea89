package dev.backupsync.http;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Reads {@code NO_PROXY} by the rules of Go, which kubectl follows as well. A name covers itself
 * and its subdomains; {@code .name} covers only the subdomains; other entries are addresses, CIDRs,
 * and {@code *} for all hosts. A name or an address may have a port. The local host is always
 * reached without a proxy. Pure.
 */
record NoProxy(List<Entry> entries) {
  private static final Pattern PORT =
      Pattern.compile("^(?<host>\\[[^\\]]*+]|[^:]*+):(?<port>\\d{1,5})");
  private static final String LOCAL = "localhost";
  private static final Pattern SEPARATORS = Pattern.compile("[,\\s]+");
  private static final Pattern BITS = Pattern.compile("\\d{1,3}");

  /** Separated by commas or spaces; an invalid entry covers no host. */
  static NoProxy of(String text) {
    return new NoProxy(
        SEPARATORS.splitAsStream(text).filter(one -> !one.isEmpty()).map(Entry::read).toList());
  }

  boolean covers(String host, int port) {
    var name = MetadataAddresses.plain(host);
    var address = MetadataAddresses.literals(name).findFirst();
    return name.equals(LOCAL)
        || name.endsWith("." + LOCAL)
        || address.filter(InetAddress::isLoopbackAddress).isPresent()
        || entries.stream().anyMatch(entry -> entry.covers(name, address, port));
  }

  /**
   * One entry.
   *
   * @param bits how many of its first bits an address must share; empty for all
   * @param port the only port that it covers; empty for any
   */
  private record Entry(String host, OptionalInt bits, OptionalInt port) {

    static Entry read(String text) {
      var withPort = PORT.matcher(text);
      if (withPort.matches()) {
        var port = OptionalInt.of(Integer.parseInt(withPort.group("port")));
        return new Entry(plain(withPort.group("host")), OptionalInt.empty(), port);
      }
      var slash = text.indexOf('/');
      return slash >= 0 && BITS.matcher(text.substring(slash + 1)).matches()
          ? new Entry(
              plain(text.substring(0, slash)),
              OptionalInt.of(Integer.parseInt(text.substring(slash + 1))),
              OptionalInt.empty())
          : new Entry(plain(text), OptionalInt.empty(), OptionalInt.empty());
    }

    private static String plain(String host) {
      var bare = MetadataAddresses.plain(host);
      return bare.startsWith("*.") ? bare.substring(1) : bare;
    }

    boolean covers(String name, Optional<InetAddress> address, int asked) {
      if (port.isPresent() && port.getAsInt() != asked) {
        return false;
      }
      if (host.equals("*")) {
        return true;
      }
      var own = MetadataAddresses.literals(host).findFirst();
      if (own.isPresent()) {
        return address.filter(other -> shares(own.get(), other)).isPresent();
      }
      return bits.isEmpty()
          && !host.isEmpty()
          && address.isEmpty()
          && (name.equals(host) || name.endsWith(host.startsWith(".") ? host : "." + host));
    }

    private boolean shares(InetAddress own, InetAddress other) {
      var mine = own.getAddress();
      var theirs = other.getAddress();
      var all = mine.length * Byte.SIZE;
      var wanted = bits.orElse(all);
      if (mine.length != theirs.length || wanted > all) {
        return false;
      }
      for (var bit = 0; bit < wanted; bit++) {
        var mask = 0x80 >> (bit % Byte.SIZE);
        if (((mine[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask) != 0) {
          return false;
        }
      }
      return true;
    }
  }
}
