package dev.backupsync.ops;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.backupsync.connection.FatalErrors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves {@code /livez}, {@code /readyz} and {@code /metrics} for the kubelet and Prometheus. */
public final class HealthServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HealthServer.class);
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpServer server;

  private HealthServer(HttpServer server) {
    this.server = server;
  }

  /**
   * Listens from now on.
   *
   * @param port 0 for any free one
   * @throws IOException if the port cannot be bound
   */
  public static HealthServer start(
      int port, HealthCheck liveness, HealthCheck readiness, Metrics metrics) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(port), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/livez", guarded(exchange -> check(exchange, liveness)));
    server.createContext("/readyz", guarded(exchange -> check(exchange, readiness)));
    server.createContext("/metrics", guarded(exchange -> tell(exchange, metrics)));
    server.start();
    return new HealthServer(server);
  }

  /** Writes all metrics in the text format of Prometheus. */
  @FunctionalInterface
  public interface Metrics {
    void write(OutputStream out) throws IOException;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** Answers with an error if the handler fails, so that the client does not wait. */
  private static HttpHandler guarded(HttpHandler handler) {
    return exchange -> {
      try {
        handler.handle(exchange);
      } catch (IOException e) {
        throw e; // the client closed the connection
      } catch (Throwable e) {
        FatalErrors.check(e);
        log.error("{} cannot be answered", exchange.getRequestURI().getPath(), e);
        answer(exchange, 500, TEXT, "not ok\n" + e.getClass().getSimpleName() + "\n");
      }
    };
  }

  private static void check(HttpExchange exchange, HealthCheck check) throws IOException {
    var problems = check.problems();
    if (problems.isEmpty()) {
      answer(exchange, 200, TEXT, "ok\n");
    } else {
      answer(exchange, 503, TEXT, "not ok\n" + String.join("\n", problems) + "\n");
    }
  }

  /** Prometheus takes gzip, of which the metrics of many objects need a twentieth. */
  private static void tell(HttpExchange exchange, Metrics metrics) throws IOException {
    var accepted = exchange.getRequestHeaders().getOrDefault("Accept-Encoding", List.of());
    var zip = accepted.stream().anyMatch(value -> value.contains("gzip"));
    var body = new ByteArrayOutputStream();
    try (var out = zip ? new GZIPOutputStream(body) : body) {
      metrics.write(out);
    }
    if (zip) {
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
    }
    answer(exchange, 200, PROMETHEUS, body.toByteArray());
  }

  private static void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    answer(exchange, status, type, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void answer(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
