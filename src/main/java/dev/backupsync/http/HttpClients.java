package dev.backupsync.http;

import java.net.http.HttpClient;
import java.time.Duration;

/** Builds the JDK's client the way that every connection wants it. */
public final class HttpClients {
  private HttpClients() {}

  /** The same, without proxies. */
  public static HttpClient create(TlsSettings tls, Duration connectTimeout) {
    return create(tls, connectTimeout, Proxies.NONE);
  }

  /**
   * A client that trusts as told, speaks HTTP/1.1 only and follows no redirects.
   *
   * @param connectTimeout limit of opening a connection, TLS excluded
   * @throws IllegalArgumentException where the CA bundle holds no readable certificate, with a
   *     message for people
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
