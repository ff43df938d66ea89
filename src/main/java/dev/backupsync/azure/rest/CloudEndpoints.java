package dev.backupsync.azure.rest;

import dev.backupsync.api.v1alpha1.AzureCloud;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The endpoints of an Azure cloud and of its token issuer.
 *
 * @param endpoint Azure Resource Manager
 * @param authorityHost Microsoft Entra ID
 * @param scope of the requested tokens
 */
public record CloudEndpoints(URI endpoint, URI authorityHost, String scope) {
  private static final Pattern SLASHES_AT_END = Pattern.compile("(?<!/)/++$");

  /**
   * The endpoints of one of Microsoft's clouds; empty for {@link AzureCloud#CUSTOM}, whose
   * endpoints only its users know.
   */
  public static Optional<CloudEndpoints> of(AzureCloud cloud) {
    return switch (cloud) {
      case PUBLIC -> known("https://management.azure.com", "https://login.microsoftonline.com");
      case US_GOVERNMENT ->
          known("https://management.usgovcloudapi.net", "https://login.microsoftonline.us");
      case CHINA -> known("https://management.chinacloudapi.cn", "https://login.chinacloudapi.cn");
      case CUSTOM -> Optional.empty();
    };
  }

  /** Another cloud; an empty scope becomes {@code <endpoint>/.default}. */
  public static CloudEndpoints custom(URI endpoint, URI authorityHost, Optional<String> scope) {
    return new CloudEndpoints(
        endpoint, authorityHost, scope.orElseGet(() -> bare(endpoint) + "/.default"));
  }

  /** Whether the scope is that of the endpoint itself. */
  public boolean scopeIsTheEndpoints() {
    return scope.equals(base() + "/.default");
  }

  /** Whether a URL is exactly the endpoint or the authority of one of Microsoft's clouds. */
  public static boolean isOfNamedCloud(URI url) {
    return isOfNamedCloud(url.getHost())
        && Hosts.port(url) == Hosts.HTTPS
        && url.getRawPath().chars().allMatch(c -> c == '/');
  }

  /** Whether this host belongs to one of Microsoft's clouds. */
  public static boolean isOfNamedCloud(String host) {
    return Stream.of(AzureCloud.values())
        .map(CloudEndpoints::of)
        .flatMap(Optional::stream)
        .flatMap(cloud -> Stream.of(cloud.endpoint, cloud.authorityHost))
        .anyMatch(known -> Hosts.name(known).equalsIgnoreCase(host));
  }

  /** The endpoint without slashes at its end. */
  public String base() {
    return bare(endpoint);
  }

  private static Optional<CloudEndpoints> known(String endpoint, String authorityHost) {
    return Optional.of(
        new CloudEndpoints(
            URI.create(endpoint), URI.create(authorityHost), endpoint + "/.default"));
  }

  private static String bare(URI uri) {
    return SLASHES_AT_END.matcher(uri.toString()).replaceAll("");
  }
}
