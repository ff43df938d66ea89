package dev.backupsync.http;

import java.net.http.HttpClient;
import java.time.Duration;

/** Builds the JDK's HTTP client with the settings of every connection. */
public final class HttpClients {
  private HttpClients() {}

  /** Creates a client without proxies. */
  public static HttpClient create(TlsSettings tls, Duration connectTimeout) {
    return create(tls, connectTimeout, Proxies.NONE);
  }

  /**
   * Creates a client with the given trust that uses HTTP/1.1 only and follows no redirects.
   *
   * @param connectTimeout limit of opening a connection, TLS excluded
   * @throws IllegalArgumentException if the CA bundle holds no readable certificate; the message is
   *     for users
   */
  public static HttpClient create(TlsSettings tls, Duration connectTimeout, Proxies proxies) {
    var builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(connectTimeout)
            .proxy(proxies)
            .executor(task -> Thread.ofVirtual().name("http-client").start(task));
    SslContexts.of(tls).ifPresent(builder::sslContext);
    return builder.build();
  }
}
