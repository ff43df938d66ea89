package dev.backupsync.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which proxy to use for a server, by HTTPS_PROXY, HTTP_PROXY and NO_PROXY. In a cluster the API
 * server counts as part of NO_PROXY. Without these variables the JVM's own settings apply.
 */
public final class Proxies extends ProxySelector {
  /** No proxies except those in the JVM's own settings. */
  public static final Proxies NONE =
      new Proxies(Optional.empty(), Optional.empty(), new NoProxy(List.of()));

  private static final List<String> API_SERVER =
      List.of("kubernetes.default.svc.cluster.local", "kubernetes.default.svc");
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private final Optional<ProxyServer> https;
  private final Optional<ProxyServer> http;
  private final NoProxy noProxy;

  private Proxies(Optional<ProxyServer> https, Optional<ProxyServer> http, NoProxy noProxy) {
    this.https = https;
    this.http = http;
    this.noProxy = noProxy;
  }

  /**
   * Reads the variables, in upper or lower case.
   *
   * @throws IllegalArgumentException if one cannot be used; the message is for users and without
   *     its password
   */
  public static Proxies of(Map<String, String> environment) {
    var direct =
        Stream.concat(
                Stream.of(
                        variable(environment, "NO_PROXY"),
                        variable(environment, "KUBERNETES_SERVICE_HOST"))
                    .flatMap(Optional::stream),
                API_SERVER.stream())
            .collect(Collectors.joining(","));
    return new Proxies(
        server(environment, "HTTPS_PROXY"), server(environment, "HTTP_PROXY"), NoProxy.of(direct));
  }

  /**
   * Lets the JDK's clients send a password to a proxy for https; call it before the first client is
   * created.
   */
  public static void allowPasswords() {
    var property = "jdk.http.auth.tunneling.disabledSchemes"; // Basic, unless configured otherwise
    if (System.getProperty(property) == null) {
      System.setProperty(property, "");
    }
  }

  private static Optional<ProxyServer> server(Map<String, String> environment, String name) {
    return variable(environment, name).map(url -> ProxyServer.read(name, url));
  }

  private static Optional<String> variable(Map<String, String> environment, String name) {
    return Stream.of(name, name.toLowerCase(Locale.ROOT))
        .map(spelling -> environment.getOrDefault(spelling, ""))
        .filter(value -> !value.isBlank())
        .findFirst();
  }

  /** The configured proxy for a server; empty for a direct connection. */
  public Optional<ProxyServer> towards(URI server) {
    var secure = "https".equalsIgnoreCase(server.getScheme());
    var port = server.getPort() >= 0 ? server.getPort() : secure ? HTTPS : HTTP;
    var proxy = secure ? https : http;
    return Optional.ofNullable(server.getHost())
        .filter(host -> !isDirect(host, port))
        .flatMap(_ -> proxy);
  }

  /** The node itself, which managed identities call, is always reached directly. */
  private boolean isDirect(String host, int port) {
    return MetadataAddresses.isNamedBy(host) || noProxy.covers(host, port);
  }

  @Override
  public List<Proxy> select(URI server) {
    if (https.isEmpty() && http.isEmpty() && !MetadataAddresses.isNamedBy(server.getHost())) {
      return Optional.ofNullable(ProxySelector.getDefault())
          .map(jvm -> jvm.select(server))
          .orElse(List.of(Proxy.NO_PROXY));
    }
    return List.of(towards(server).map(Proxies::proxy).orElse(Proxy.NO_PROXY));
  }

  private static Proxy proxy(ProxyServer server) {
    return new Proxy(
        Proxy.Type.HTTP, InetSocketAddress.createUnresolved(server.host(), server.port()));
  }

  @Override
  public void connectFailed(URI server, SocketAddress proxy, IOException failure) {
    // the exchange reports it
  }
}
