package dev.backupsync.http;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The addresses at which a node and its cloud answer every process on the node, often with
 * credentials. No vendor uses them, so no host that a user names may have one. Pure.
 */
public final class MetadataAddresses {
  private static final Set<InetAddress> KNOWN =
      Set.of(
          InetAddress.ofLiteral("100.100.100.200"), // Alibaba Cloud
          InetAddress.ofLiteral("168.63.129.16"), // Azure's host
          InetAddress.ofLiteral("192.0.0.192"), // Oracle Cloud
          InetAddress.ofLiteral("fd00:ec2::254"), // AWS
          InetAddress.ofLiteral("fd20:ce::254")); // Google Cloud

  /**
   * Names that the nodes' own DNS resolves to them; behind a proxy we would not see the address.
   */
  private static final Set<String> NAMES =
      Set.of("metadata.google.internal", "metadata.goog", "instance-data.ec2.internal");

  private static final int IPV6 = 16; // bytes

  private static final List<Function<String, InetAddress>> SPELLINGS =
      List.of(Inet4Address::ofPosixLiteral, InetAddress::ofLiteral);

  private MetadataAddresses() {}

  /** Whether a host, as written in a URL, is one of them in any spelling; sends no DNS request. */
  public static boolean isNamedBy(String host) {
    var plain = plain(host);
    return NAMES.contains(plain) || literals(plain).anyMatch(MetadataAddresses::contain);
  }

  /** Whether this is one of the known addresses, or link-local. */
  static boolean contain(InetAddress address) {
    return address.isLinkLocalAddress()
        || KNOWN.contains(address instanceof Inet6Address six ? withoutZone(six) : address)
        || embedded(address.getAddress()).anyMatch(MetadataAddresses::contain);
  }

  /** The address that a text spells: decimal, octal or hexadecimal, as IPv6 or IPv4. */
  static Stream<InetAddress> literals(String text) {
    return SPELLINGS.stream().flatMap(spelling -> read(spelling, text)).distinct();
  }

  private static Stream<InetAddress> read(Function<String, InetAddress> spelling, String text) {
    try {
      return Stream.of(spelling.apply(text));
    } catch (IllegalArgumentException _) {
      return Stream.empty(); // a name
    }
  }

  /** In lower case, without brackets, zone and the dot that ends an absolute name. */
  static String plain(String host) {
    var open = host.startsWith("[") ? host.substring(1) : host;
    var closed = open.endsWith("]") ? open.substring(0, open.length() - 1) : open;
    var bare = withoutZone(closed.toLowerCase(Locale.ROOT));
    return bare.endsWith(".") ? bare.substring(0, bare.length() - 1) : bare;
  }

  private static InetAddress withoutZone(Inet6Address address) {
    return InetAddress.ofLiteral(withoutZone(address.getHostAddress()));
  }

  private static String withoutZone(String host) {
    var zone = host.indexOf('%');
    return zone < 0 ? host : host.substring(0, zone);
  }

  /** The IPv4 address inside an IPv6 one: IPv4-compatible, NAT64 and 6to4. */
  private static Stream<InetAddress> embedded(byte[] six) {
    if (six.length != IPV6) {
      return Stream.empty();
    }
    var nat64 = new byte[] {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};
    if (startsWith(six, new byte[12]) || startsWith(six, nat64)) {
      return Stream.of(four(six, 12));
    }
    return startsWith(six, new byte[] {0x20, 0x02}) ? Stream.of(four(six, 2)) : Stream.empty();
  }

  private static boolean startsWith(byte[] six, byte[] prefix) {
    return Arrays.equals(six, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static InetAddress four(byte[] six, int at) {
    return InetAddress.ofLiteral(
        "%d.%d.%d.%d"
            .formatted(six[at] & 0xff, six[at + 1] & 0xff, six[at + 2] & 0xff, six[at + 3] & 0xff));
  }
}
