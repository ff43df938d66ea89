package dev.backupsync.cluster;

import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.Faults;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;

/**
 * Stands between a client and the API server, where a test can hold, break, forge and count what
 * passes. Whoever comes this way is an administrator.
 */
public final class ApiGateway implements AutoCloseable {
  private final URI apiServer;
  private final SSLContext tls;
  private final int port;
  private final Path kubeconfig;
  private final Faults faults = new Faults();
  private final List<Passage.Request> passed = new ArrayList<>();
  private final Set<Passage> open = ConcurrentHashMap.newKeySet();
  private ServerSocket listener;

  private ApiGateway(URI apiServer, SSLContext tls) throws IOException {
    this.apiServer = apiServer;
    this.tls = tls;
    this.listener = listen(0);
    this.port = listener.getLocalPort();
    this.kubeconfig = Files.createTempFile("gateway", ".yaml");
    kubeconfig.toFile().deleteOnExit();
    Files.writeString(kubeconfig, kubeconfig(port));
  }

  /** Listens on 127.0.0.1, without TLS. */
  public static ApiGateway before(ApiServer server) {
    var config = server.client().getConfiguration();
    try {
      return new ApiGateway(URI.create(config.getMasterUrl()), tls(config));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SSLContext tls(Config config) throws IOException {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(SSLUtils.keyManagers(config), SSLUtils.trustManagers(config), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private static String kubeconfig(int port) {
    return """
    apiVersion: v1
    kind: Config
    current-context: gateway
    clusters: [{name: gateway, cluster: {server: "http://127.0.0.1:%d"}}]
    contexts: [{name: gateway, context: {cluster: gateway, user: anyone, namespace: default}}]
    users: [{name: anyone, user: {}}]
    """
        .formatted(port);
  }

  public Path kubeconfig() {
    return kubeconfig;
  }

  /** What goes wrong with which request; paths are those of the API server. */
  public Faults faults() {
    return faults;
  }

  /** How many requests came with this method and a path that matches, whatever became of them. */
  public int count(String method, String pathRegex) {
    synchronized (passed) {
      return (int)
          passed.stream()
              .filter(request -> request.method().equals(method))
              .filter(request -> request.path().matches(pathRegex))
              .count();
    }
  }

  /** Breaks every connection, watches included; new ones are welcome. */
  public void cut() {
    open.forEach(Passage::close);
  }

  /** Breaks every connection and refuses new ones, as an API server that is away. */
  public synchronized void goAway() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }

  /** Listens again, at the same address. */
  public synchronized void comeBack() {
    try {
      listener = listen(port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    goAway();
  }

  private ServerSocket listen(int wanted) throws IOException {
    var socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
    Thread.ofVirtual().start(() -> accept(socket));
    return socket;
  }

  private void accept(ServerSocket socket) {
    try (socket) {
      while (true) {
        var client = socket.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (SocketException _) {
      // gone away
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve(Socket client) {
    try (client;
        var server = tls.getSocketFactory().createSocket(apiServer.getHost(), apiServer.getPort());
        var passage = new Passage(client, server)) {
      open.add(passage);
      passage.serve(this::arrived);
      open.remove(passage);
    } catch (IOException _) {
      // either side broke the connection
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<Fault> arrived(Passage.Request request) {
    synchronized (passed) {
      passed.add(request);
    }
    return faults.strike(request.method(), request.path());
  }
}
