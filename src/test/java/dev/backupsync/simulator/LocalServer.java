package dev.backupsync.simulator;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;

/**
 * A listener on 127.0.0.1 that keeps its port, so that a vendor can go away and come back at the
 * same address.
 */
final class LocalServer {
  static {
    System.setProperty(
        "sun.net.httpserver.nodelay", "true"); // or each answer waits for a delayed ACK
  }

  private static final Duration POLL = Duration.ofMillis(2);
  private static final int LAST_WORDS = 5; // seconds, and none where all is said

  private record Running(HttpServer server, ExecutorService threads) {}

  private final HttpHandler handler;
  private Optional<SSLContext> tls;
  private Optional<Running> running = Optional.empty();
  private int port;

  /** Plain HTTP where no TLS is given; any free port where it is 0. */
  LocalServer(int port, Optional<SSLContext> tls, HttpHandler handler) {
    this.port = port;
    this.tls = tls;
    this.handler = handler;
  }

  synchronized void start() {
    if (running.isPresent()) {
      return;
    }
    try {
      var server = create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      var threads = Executors.newVirtualThreadPerTaskExecutor();
      server.setExecutor(threads);
      server.createContext("/", handler);
      server.start();
      port = server.getAddress().getPort();
      running = Optional.of(new Running(server, threads));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Breaks every connection, those in the middle of an answer included. */
  synchronized void stop() {
    running.ifPresent(
        now -> {
          now.server().stop(0);
          now.threads().shutdownNow();
        });
    running = Optional.empty();
  }

  /**
   * Closes the listener and leaves the exchanges in hand to their end; what listens then in its
   * place, if anything, presents {@code successor}.
   */
  synchronized void leave(Optional<Identity> successor) {
    var now = running.orElseThrow();
    Thread.ofVirtual().start(() -> now.server().stop(LAST_WORDS));
    awaitRefusal();
    running = Optional.empty();
    successor.ifPresent(
        identity -> {
          tls = Optional.of(identity.serverContext());
          start();
        });
  }

  /** Stopping takes effect a moment after it is asked for; until then somebody may get in. */
  private void awaitRefusal() {
    while (true) {
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
      } catch (ConnectException _) {
        return;
      } catch (IOException _) {
        // accepted, and then thrown out
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  /** Breaks every connection and presents this certificate to the new ones. */
  synchronized void present(Identity identity) {
    tls = Optional.of(identity.serverContext());
    if (running.isPresent()) {
      stop();
      start();
    }
  }

  synchronized int port() {
    if (port == 0) {
      throw new IllegalStateException("Not started yet");
    }
    return port;
  }

  private HttpServer create(InetSocketAddress address) throws IOException {
    if (tls.isEmpty()) {
      return HttpServer.create(address, 0);
    }
    var server = HttpsServer.create(address, 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls.get()));
    return server;
  }
}
