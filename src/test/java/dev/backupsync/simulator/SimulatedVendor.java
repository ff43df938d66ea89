package dev.backupsync.simulator;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What both vendors share: an address that outlives restarts, a memory of every request, and a
 * script of faults.
 */
public abstract class SimulatedVendor implements AutoCloseable {
  private final String host;
  private final LocalServer server;
  private final Faults faults = new Faults();
  private final Recorder recorder = new Recorder();
  private final AtomicLong longestBody = new AtomicLong();
  private volatile List<Match> offered = List.of(Match.any());

  SimulatedVendor(String host, int port) {
    this.host = host;
    this.server =
        new LocalServer(
            port, Optional.of(Certificates.shared().trusted().serverContext()), this::serve);
  }

  /** Listens again at the same address, with everything still known. */
  public void start() {
    server.start();
  }

  /** Refuses connections from now on, and breaks those that are open. */
  public void stop() {
    server.stop();
  }

  @Override
  public void close() {
    stop();
  }

  /** {@code https://host:port}, without a slash at the end. */
  public URI url() {
    return URI.create("https://" + host + ":" + port());
  }

  public int port() {
    return server.port();
  }

  /** Presents this certificate from now on; open connections break. */
  public void present(Identity identity) {
    server.present(identity);
  }

  public Faults faults() {
    return faults;
  }

  public Recorder requests() {
    return recorder;
  }

  /** How many requests came, whatever became of them. */
  public int count(String method, String pathRegex) {
    return recorder.count(method, pathRegex);
  }

  /** The most bytes of a flood that ever went out before the other side hung up. */
  public long longestBody() {
    return longestBody.get();
  }

  /** Everything else is 404 from now on, as at a vendor that has no more than these calls. */
  public void offerOnly(Match... calls) {
    offered = List.of(calls);
  }

  /** The vendor's own answer, without faults. */
  abstract Reply answer(Call call);

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var call = Wire.read(exchange);
      var request = recorder.arrived(call);
      var fault = faults.strike(call.method(), call.path());
      if (fault.isPresent()) {
        fail(exchange, call, request, fault.get());
      } else {
        send(exchange, request, offeredAnswer(call));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the server stops
    }
  }

  private void fail(HttpExchange exchange, Call call, Recorder.Request request, Fault fault)
      throws IOException, InterruptedException {
    switch (fault) {
      case Fault.Reset() -> {} // closing an unanswered exchange ends the connection
      case Fault.Silence() -> Thread.sleep(Duration.ofDays(1));
      case Fault.Answer(var reply) -> send(exchange, request, reply);
      case Fault.Latency(var delay) -> {
        var reply = offeredAnswer(call);
        Thread.sleep(delay);
        send(exchange, request, reply);
      }
      case Fault.Late(var delay) -> {
        Thread.sleep(delay);
        send(exchange, request, offeredAnswer(call));
      }
      case Fault.Truncated() -> {
        var reply = offeredAnswer(call);
        recorder.answered(request, reply.status());
        Wire.truncate(exchange, reply);
      }
      case Fault.Flood(var bytes) -> {
        recorder.answered(request, 200);
        Wire.flood(exchange, bytes, sent -> longestBody.accumulateAndGet(sent, Math::max));
      }
      case Fault.Dribble(var gap) -> {
        recorder.answered(request, 200);
        Wire.dribble(exchange, gap);
      }
      case Fault.Changed(var change) -> send(exchange, request, change.apply(offeredAnswer(call)));
      case Fault.Made(var made) -> fail(exchange, call, request, made.get());
      case Fault.LastOne(var successor) -> {
        var reply = offeredAnswer(call).with("Connection", "close");
        server.leave(successor);
        send(exchange, request, reply);
      }
      case Fault.AfterProcessing(var then) -> {
        offeredAnswer(call);
        fail(exchange, call, request, then);
      }
    }
  }

  private Reply offeredAnswer(Call call) {
    return offered.stream().anyMatch(match -> match.matches(call.method(), call.path()))
        ? answer(call)
        : Reply.empty(404);
  }

  private void send(HttpExchange exchange, Recorder.Request request, Reply reply)
      throws IOException {
    recorder.answered(request, reply.status());
    Wire.send(exchange, reply);
  }
}
