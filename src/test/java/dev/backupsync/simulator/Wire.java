package dev.backupsync.simulator;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/** Turns exchanges into calls and replies into bytes, broken ones too. */
final class Wire {
  private static final int CHUNK = 8192;

  private Wire() {}

  static Call read(HttpExchange exchange) throws IOException {
    var headers =
        exchange.getRequestHeaders().entrySet().stream()
            .collect(
                Collectors.toMap(
                    header -> header.getKey().toLowerCase(Locale.ROOT),
                    header -> header.getValue()));
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    return new Call(
        exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, body);
  }

  static void send(HttpExchange exchange, Reply reply) throws IOException {
    var bytes = reply.body().getBytes(StandardCharsets.UTF_8);
    head(exchange, reply, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }

  /** Announces the whole body, or 64 bytes where there is none, and sends half of it. */
  static void truncate(HttpExchange exchange, Reply reply) throws IOException {
    var bytes = reply.body().getBytes(StandardCharsets.UTF_8);
    head(exchange, reply, bytes.length == 0 ? 64 : bytes.length);
    exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
    exchange.getResponseBody().flush();
  }

  /**
   * Writes until nobody reads any more.
   *
   * @param written hears how many bytes went out so far
   */
  static void flood(HttpExchange exchange, long bytes, LongConsumer written) throws IOException {
    var out = openJson(exchange);
    out.write('"');
    var chunk = new byte[CHUNK];
    Arrays.fill(chunk, (byte) 'a');
    for (long left = bytes - 2; left > 0; left -= CHUNK) {
      out.write(chunk, 0, (int) Math.min(CHUNK, left));
      written.accept(bytes - left);
    }
    out.write('"');
    out.close();
  }

  static void dribble(HttpExchange exchange, Duration gap)
      throws IOException, InterruptedException {
    var out = openJson(exchange);
    out.write('"');
    while (true) {
      out.write('a');
      out.flush();
      Thread.sleep(gap);
    }
  }

  private static OutputStream openJson(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
    exchange.sendResponseHeaders(200, 0); // 0 means chunked
    return exchange.getResponseBody();
  }

  private static void head(HttpExchange exchange, Reply reply, long length) throws IOException {
    reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    exchange.sendResponseHeaders(reply.status(), length);
  }
}
