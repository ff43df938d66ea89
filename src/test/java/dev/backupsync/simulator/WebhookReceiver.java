package dev.backupsync.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Whoever receives POSTs over TLS: keeps what came, and answers as it is told to. */
public final class WebhookReceiver implements AutoCloseable {
  /**
   * What came.
   *
   * @param headers by lower-case name
   */
  public record Post(String path, Map<String, List<String>> headers, String body) {
    public String header(String name) {
      return String.join(",", headers.getOrDefault(name, List.of()));
    }

    public JsonNode json() {
      try {
        return new JsonMapper().readTree(body);
      } catch (JsonProcessingException e) {
        throw new AssertionError(body, e);
      }
    }
  }

  private static final Reply TAKEN = Reply.empty(204);

  private final Queue<Reply> script = new ConcurrentLinkedQueue<>();
  private final Map<String, Reply> byText = new ConcurrentHashMap<>();
  private final List<Post> posts = new CopyOnWriteArrayList<>();
  private final LocalServer server;
  private volatile Reply otherwise = TAKEN;

  private WebhookReceiver() {
    var identity = Certificates.shared().trusted();
    this.server = new LocalServer(0, Optional.of(identity.serverContext()), this::handle);
  }

  /** Listens at any free port, as localhost. */
  public static WebhookReceiver started() {
    var receiver = new WebhookReceiver();
    receiver.server.start();
    return receiver;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var call = Wire.read(exchange);
      posts.add(new Post(call.path(), call.headers(), call.body()));
      Wire.send(exchange, answer(call.body()));
    }
  }

  private Reply answer(String body) {
    for (var one : byText.entrySet()) {
      if (body.contains(one.getKey())) {
        return one.getValue();
      }
    }
    var next = script.poll();
    return next == null ? otherwise : next;
  }

  /** Always answers so to what has this text in its body. */
  public void always(String text, Reply reply) {
    byText.put(text, reply);
  }

  /** Answers the next call so, and the one after that as the next call of this method says. */
  public void next(Reply reply) {
    script.add(reply);
  }

  /** Answers so from now on. */
  public void always(Reply reply) {
    otherwise = reply;
  }

  /** Takes all from now on. */
  public void takeAll() {
    otherwise = TAKEN;
  }

  /** What came so far, in order. */
  public List<Post> posts() {
    return List.copyOf(posts);
  }

  public URI url() {
    return URI.create("https://localhost:%d/hooks/secret-path".formatted(server.port()));
  }

  /** Is away until it is started again, at the same port. */
  public void stop() {
    server.stop();
  }

  public void start() {
    server.start();
  }

  @Override
  public void close() {
    server.stop();
  }
}
