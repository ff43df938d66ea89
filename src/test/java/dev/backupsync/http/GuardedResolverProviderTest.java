package dev.backupsync.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolver.LookupPolicy;
import java.net.spi.InetAddressResolverProvider;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GuardedResolverProviderTest {
  private static final LookupPolicy ANY = LookupPolicy.of(LookupPolicy.IPV4 | LookupPolicy.IPV6);

  @Test
  void theJvmTakesThemUp() throws UnknownHostException {
    assertThat(InetAddress.getAllByName("localhost")).isNotEmpty();
    assertThat(GuardedResolverProvider.inUse()).isTrue();
    assertThat(ServiceLoader.load(InetAddressResolverProvider.class))
        .hasExactlyElementsOfTypes(GuardedResolverProvider.class);
  }

  @Test
  void aNameThatLeadsToMetadataDoesNotResolve() {
    assertThatExceptionOfType(UnknownHostException.class)
        .isThrownBy(() -> found("169.254.169.254", "fe80::1"))
        .withMessage("rebound.example");
  }

  @Test
  void whatElseANameLeadsToStays() throws UnknownHostException {
    assertThat(found("169.254.169.254", "10.0.0.1", "::1"))
        .containsExactly(InetAddress.ofLiteral("10.0.0.1"), InetAddress.ofLiteral("::1"));
  }

  @Test
  void everydayNamesResolveAsBefore() throws UnknownHostException {
    assertThat(InetAddress.getByName("localhost").isLoopbackAddress()).isTrue();
    assertThat(GuardedResolverProvider.resolvesOnlyToMetadata("localhost")).isFalse();
    assertThat(GuardedResolverProvider.resolvesOnlyToMetadata("name.invalid")).isFalse();
  }

  private static Stream<InetAddress> found(String... addresses) throws UnknownHostException {
    return new GuardedResolverProvider.GuardedResolver(new Dns(List.of(addresses)))
        .lookupByName("rebound.example", ANY);
  }

  private record Dns(List<String> addresses) implements InetAddressResolver {
    @Override
    public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) {
      return addresses.stream().map(InetAddress::ofLiteral);
    }

    @Override
    public String lookupByAddress(byte[] address) {
      return "any";
    }
  }
}
