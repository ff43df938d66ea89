package dev.backupsync;

import dev.backupsync.http.Proxies;
import dev.backupsync.http.ProxyServer;
import io.fabric8.kubernetes.api.model.NamedCluster;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Optional;

/**
 * How the API server is reached, and with which identity: as the kubeconfig says, or else as {@link
 * Proxies} say; an API server in the cluster is never reached through a proxy. The Kubernetes
 * client's own reading of the proxy variables would use the proxy that is meant for vendors.
 */
final class ApiServerRoute {
  private ApiServerRoute() {}

  /** The configuration of the machine or the pod, with the right proxy or none. */
  static Config of(Proxies proxies) throws IOException {
    return routed(named(new ConfigBuilder().build()), proxies);
  }

  /** The API server uses the part before the slash as the field manager of our writes. */
  private static Config named(Config config) {
    config.setUserAgent(new OperatorVersion().getVersion()[0].replace(' ', '/'));
    return config;
  }

  /** The same cluster, reached through the right proxy or none. */
  static Config routed(Config config, Proxies proxies) throws IOException {
    var own = proxyOfKubeconfig(config);
    var named =
        own.isPresent()
            ? Optional.<ProxyServer>empty()
            : proxies.towards(URI.create(config.getMasterUrl()));
    var url = own.or(() -> named.map(proxy -> "http://" + proxy)).orElse(null);
    var account = named.flatMap(ProxyServer::account);
    config.setHttpProxy(url);
    config.setHttpsProxy(url);
    config.setNoProxy(new String[0]);
    if (own.isEmpty()) {
      config.setProxyUsername(account.map(ProxyServer.Account::username).orElse(null));
      config.setProxyPassword(account.map(ProxyServer.Account::password).orElse(null));
    }
    return config;
  }

  /** The proxy-url of the current cluster; empty if the file has none. */
  private static Optional<String> proxyOfKubeconfig(Config config) throws IOException {
    var file = config.getFileWithCluster();
    var context = config.getCurrentContext();
    if (file == null || context == null || context.getContext() == null) {
      return Optional.empty();
    }
    var kubeconfig =
        Serialization.unmarshal(
            Files.readString(file.toPath()), io.fabric8.kubernetes.api.model.Config.class);
    return kubeconfig.getClusters().stream()
        .filter(one -> one.getName().equals(context.getContext().getCluster()))
        .map(NamedCluster::getCluster)
        .flatMap(cluster -> Optional.ofNullable(cluster.getProxyUrl()).stream())
        .findFirst();
  }
}
