package dev.backupsync.azure;

import dev.backupsync.azure.rest.Hosts;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The hosts that may receive the bearer token. Operation URLs come from status, which others may
 * edit, so a token goes only to Resource Manager itself or to hosts that the connection names.
 *
 * @param endpoint Resource Manager, with exactly its port
 * @param others in lower case, at any port
 */
record TrustedHosts(URI endpoint, Set<String> others) {

  static TrustedHosts of(URI endpoint, List<String> others) {
    return new TrustedHosts(
        endpoint,
        others.stream().map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toSet()));
  }

  boolean trust(OperationUrl url) {
    return others.contains(url.host())
        || (url.host().equals(Hosts.name(endpoint)) && url.port() == Hosts.port(endpoint));
  }
}
