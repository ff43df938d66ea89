package dev.backupsync.cluster;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One connection through the gateway: requests are read whole, because each may be struck by a
 * fault; answers, watches and web sockets are passed on byte by byte.
 */
final class Passage implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *(\\d+)");
  private static final Pattern WEB_SOCKET = Pattern.compile("(?im)^upgrade: *websocket");
  private static final String END_OF_HEAD = "\r\n\r\n";

  /** What a client asked for; the path is without the query. */
  record Request(String method, String path, String head, String body) {
    static Request of(String head, String body) {
      var line = head.split("[ ?]", 3);
      return new Request(line[0], line[1], head, body);
    }

    /** Whether it changes nothing, whatever it looks like. */
    boolean isDryRun() {
      return head.lines().findFirst().orElse("").contains("dryRun=All");
    }
  }

  /** An answer waits until it is opened; whether it is there can be told before. */
  private record Hold(CountDownLatch arrived, CountDownLatch opened) {
    static Hold shut() {
      return new Hold(new CountDownLatch(1), new CountDownLatch(1));
    }

    static Hold open() {
      return new Hold(new CountDownLatch(0), new CountDownLatch(0));
    }
  }

  private final Socket client;
  private final Socket server;
  private volatile Hold hold = Hold.open();
  private volatile Optional<String> watched = Optional.empty();

  Passage(Socket client, Socket server) {
    this.client = client;
    this.server = server;
  }

  /** Passes requests on until either side ends it. */
  void serve(Function<Request, Optional<Fault>> arrived) throws IOException, InterruptedException {
    Thread.ofVirtual().start(this::passAnswersOn);
    var in = client.getInputStream();
    for (var request = read(in); request.isPresent(); request = read(in)) {
      var fault = arrived.apply(request.get());
      hold = fault.isPresent() ? Hold.shut() : Hold.open();
      if (fault.isEmpty()) {
        forward(request.get());
      } else {
        strike(request.get(), fault.get());
      }
      if (fault.isEmpty() && WEB_SOCKET.matcher(request.get().head()).find()) {
        watched = Optional.of(request.get().path());
        in.transferTo(server.getOutputStream());
      }
    }
  }

  /** The path that is watched; empty where this is no watch. */
  Optional<String> watched() {
    return watched;
  }

  /** Nothing arrives at the client any more, and nothing tells it so. */
  void freeze() {
    hold = Hold.shut();
  }

  /** What was held up arrives after all. */
  void thaw() {
    hold.opened.countDown();
    hold = Hold.open();
  }

  /**
   * Tells the client this, as if the API server did; at rest only, when no event is under way.
   *
   * @param event of at least 126 bytes, as shorter ones have another head
   */
  void say(String event) throws IOException {
    var text = event.getBytes(UTF_8);
    var frame = ByteBuffer.allocate(4 + text.length);
    frame.put((byte) 0x81).put((byte) 126).putShort((short) text.length).put(text);
    client.getOutputStream().write(frame.array());
  }

  private void strike(Request request, Fault fault) throws IOException, InterruptedException {
    switch (fault) {
      case Fault.Reset() -> close();
      case Fault.Silence() -> {} // the next read ends when the client has had enough
      case Fault.Answer(var reply) -> answer(reply);
      case Fault.Latency(var delay) -> {
        forward(request);
        openAfter(delay);
      }
      case Fault.AfterProcessing(var then) -> {
        forward(request);
        hold.arrived.await();
        switch (then) {
          case Fault.Latency(var delay) -> openAfter(delay);
          default -> strike(request, then);
        }
      }
      case Fault.Made(var made) -> strike(request, made.get());
      case Fault.Late _,
          Fault.Truncated _,
          Fault.Flood _,
          Fault.Dribble _,
          Fault.Changed _,
          Fault.LastOne _ ->
          throw new IllegalArgumentException("Only a vendor does this: " + fault);
    }
  }

  private void openAfter(Duration delay) {
    var held = hold;
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                Thread.sleep(delay);
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
              held.opened.countDown();
            });
  }

  private void answer(Reply reply) throws IOException {
    var body = reply.body().getBytes(UTF_8);
    var head = new StringBuilder("HTTP/1.1 " + reply.status() + " Forged\r\nConnection: close\r\n");
    reply.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append("Content-Length: " + body.length + END_OF_HEAD);
    var out = client.getOutputStream();
    out.write(head.toString().getBytes(ISO_8859_1));
    out.write(body);
    out.flush();
    close();
  }

  private void forward(Request request) throws IOException {
    var out = server.getOutputStream();
    out.write(request.head().getBytes(ISO_8859_1));
    out.write(request.body().getBytes(ISO_8859_1));
    out.flush();
  }

  private void passAnswersOn() {
    var buffer = new byte[16 * 1024];
    try (client;
        server) {
      var in = server.getInputStream();
      for (var n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        var held = hold;
        held.arrived.countDown();
        held.opened.await();
        client.getOutputStream().write(buffer, 0, n);
        client.getOutputStream().flush();
      }
    } catch (IOException _) {
      // either side broke the connection
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Empty where the client has nothing more to ask. */
  private static Optional<Request> read(InputStream in) throws IOException {
    var bytes = new ByteArrayOutputStream();
    while (!bytes.toString(ISO_8859_1).endsWith(END_OF_HEAD)) {
      var b = in.read();
      if (b < 0) {
        return Optional.empty();
      }
      bytes.write(b);
    }
    var head = bytes.toString(ISO_8859_1);
    var length = LENGTH.matcher(head);
    var body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
    return Optional.of(Request.of(head, new String(body, ISO_8859_1)));
  }

  @Override
  public void close() {
    hold.opened.countDown();
    try (client;
        server) {
      // both ends
    } catch (IOException _) {
      // gone is gone
    }
  }
}
