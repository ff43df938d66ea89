package dev.backupsync.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolver.LookupPolicy;
import java.net.spi.InetAddressResolverProvider;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The DNS resolver of the whole process, which never returns an address of {@link
 * MetadataAddresses}. A name whose address changes between two look-ups (DNS rebinding) cannot
 * bypass this check. The JVM loads it as a service; addresses that are written as numbers do not
 * pass through here.
 */
public final class GuardedResolverProvider extends InetAddressResolverProvider {
  private static volatile @Nullable InetAddressResolver unguarded;

  @Override
  public InetAddressResolver get(Configuration configuration) {
    var builtin = configuration.builtinResolver();
    unguarded = builtin;
    return new GuardedResolver(builtin);
  }

  @Override
  public String name() {
    return "backup-sync-operator";
  }

  /** Whether the JVM uses this resolver. */
  static boolean inUse() {
    return unguarded != null;
  }

  /** Whether a name has only addresses that are left out; sends a DNS request. */
  static boolean resolvesOnlyToMetadata(String name) {
    try (var found = all(Optional.ofNullable(unguarded), name)) {
      return found.anyMatch(MetadataAddresses::contain);
    } catch (UnknownHostException | RuntimeException _) {
      return false;
    }
  }

  private static Stream<InetAddress> all(Optional<InetAddressResolver> resolver, String name)
      throws UnknownHostException {
    return resolver.isPresent()
        ? resolver.get().lookupByName(name, LookupPolicy.of(LookupPolicy.IPV4 | LookupPolicy.IPV6))
        : Stream.empty();
  }

  record GuardedResolver(InetAddressResolver resolver) implements InetAddressResolver {
    @Override
    public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
        throws UnknownHostException {
      var good =
          resolver
              .lookupByName(host, policy)
              .filter(address -> !MetadataAddresses.contain(address))
              .toList();
      if (good.isEmpty()) {
        throw new UnknownHostException(host);
      }
      return good.stream();
    }

    @Override
    public String lookupByAddress(byte[] address) throws UnknownHostException {
      return resolver.lookupByAddress(address);
    }
  }
}
