package dev.backupsync.simulator;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A forward proxy for https, as companies have it: it may ask for a password, and remembers whom it
 * was asked for. Whatever name it is given, it leads to this machine, for only a proxy needs to be
 * able to resolve names.
 */
public final class CountingProxy implements AutoCloseable {
  private static final int NOT_ALLOWED = 403;
  private static final int NO_ACCOUNT = 407;

  private final ServerSocket listener;
  private final Optional<String> authorization;
  private final List<String> targets = new CopyOnWriteArrayList<>();
  private final AtomicInteger refusals = new AtomicInteger();
  private volatile boolean closedToAll;

  private CountingProxy(Optional<String> authorization) {
    this.authorization = authorization;
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("proxy").start(this::listen);
  }

  /** One that lets everybody through. */
  public static CountingProxy open() {
    return new CountingProxy(Optional.empty());
  }

  /** One that wants to know who it is. */
  public static CountingProxy forAccount(String username, String password) {
    var text = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
    return new CountingProxy(Optional.of("Basic " + Base64.getEncoder().encodeToString(text)));
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** The {@code host:port}s that it led to. */
  public List<String> targets() {
    return List.copyOf(targets);
  }

  /** How often it turned somebody away. */
  public int refusals() {
    return refusals.get();
  }

  /** Leads nobody anywhere from now on. */
  public void closeToAll() {
    closedToAll = true;
  }

  private void listen() {
    try {
      while (true) {
        var client = listener.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException _) {
      // closed
    }
  }

  private void serve(Socket client) {
    try (client) {
      var lines = head(new BufferedInputStream(client.getInputStream(), 1)).split("\r\n", -1);
      var line = lines[0].split(" ", -1);
      var target = line.length > 1 ? line[1] : "";
      var status = line[0].equals("CONNECT") ? verdict(lines) : NOT_ALLOWED;
      if (status == 200) {
        targets.add(target);
        lead(client, Integer.parseInt(target.substring(target.lastIndexOf(':') + 1)));
      } else {
        refusals.incrementAndGet();
        answer(client, status);
      }
    } catch (IOException | InterruptedException _) {
      // one of the two has hung up
    }
  }

  private int verdict(String[] head) {
    if (closedToAll) {
      return NOT_ALLOWED;
    }
    var given =
        List.of(head).stream()
            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("proxy-authorization:"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst();
    return authorization.isEmpty() || given.equals(authorization) ? 200 : NO_ACCOUNT;
  }

  private static void answer(Socket client, int status) throws IOException {
    var challenge = status == NO_ACCOUNT ? "Proxy-Authenticate: Basic realm=\"proxy\"\r\n" : "";
    var head = "HTTP/1.1 " + status + " No\r\n" + challenge + "Content-Length: 0\r\n\r\n";
    client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
  }

  private static void lead(Socket client, int port) throws IOException, InterruptedException {
    try (var server = new Socket(InetAddress.getLoopbackAddress(), port)) {
      client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      var back = Thread.ofVirtual().start(() -> pump(server, client));
      pump(client, server);
      back.join();
    }
  }

  private static void pump(Socket from, Socket to) {
    try (to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException _) {
      // one of the two has hung up
    }
  }

  private static String head(InputStream in) throws IOException {
    var bytes = new ByteArrayOutputStream();
    while (!bytes.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      var next = in.read();
      if (next < 0) {
        throw new IOException("Hung up");
      }
      bytes.write(next);
    }
    return bytes.toString(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
