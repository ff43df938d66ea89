package dev.backupsync.cluster;

import dev.backupsync.simulator.Certificates;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.Faults;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * Stands between a client and the API server, where a test can hold, break, forge and count what
 * passes. Whoever comes this way is an administrator.
 */
public final class ApiGateway implements AutoCloseable {
  private static final String GONE =
      """
      {"type": "ERROR", "object": {"kind": "Status", "apiVersion": "v1", "status": "Failure",
       "message": "too old resource version: 1 (2)", "reason": "Expired", "code": 410}}
      """;

  private static final String NONSENSE = "<html>" + "No watch speaks like this. ".repeat(9);

  private final Supplier<URI> apiServer;
  private final SSLContext tls;
  private final int port;
  private final Path kubeconfig;
  private final Faults faults = new Faults();
  private final List<Plan> plans = new ArrayList<>();
  private final List<Passage.Request> passed = new ArrayList<>();
  private final Set<Passage> open = ConcurrentHashMap.newKeySet();
  private ServerSocket listener;
  private volatile boolean away;

  private ApiGateway(Supplier<URI> apiServer, SSLContext tls) throws IOException {
    this.apiServer = apiServer;
    this.tls = tls;
    this.listener = listen(0);
    this.port = listener.getLocalPort();
    this.kubeconfig = Files.createTempFile("gateway", ".yaml");
    kubeconfig.toFile().deleteOnExit();
    Files.writeString(kubeconfig, kubeconfig(port));
  }

  /**
   * Listens on 127.0.0.1, over TLS as API servers do, and follows a server that comes back
   * elsewhere.
   */
  public static ApiGateway before(ApiServer server) {
    try {
      return new ApiGateway(server::url, tls(server.client().getConfiguration()));
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
    clusters: [{name: gateway, cluster: {server: "https://127.0.0.1:%d", certificate-authority-data: %s}}]
    contexts: [{name: gateway, context: {cluster: gateway, user: anyone, namespace: default}}]
    users: [{name: anyone, user: {}}]
    """
        .formatted(
            port,
            Base64.getEncoder()
                .encodeToString(Certificates.shared().caPem().getBytes(StandardCharsets.US_ASCII)));
  }

  public Path kubeconfig() {
    return kubeconfig;
  }

  /** What goes wrong with which request; paths are those of the API server. */
  public Faults faults() {
    return faults;
  }

  /** What goes wrong with the next request of a kind that has some text in its body. */
  private record Plan(
      String method, String pathRegex, String text, Fault fault, CountDownLatch struck) {
    boolean matches(Passage.Request request) {
      return request.method().matches(method)
          && request.path().matches(pathRegex)
          && request.body().contains(text);
    }
  }

  /**
   * Strikes the next request whose body has this text in it.
   *
   * @return opens when it has struck
   */
  public CountDownLatch next(String methodRegex, String pathRegex, String text, Fault fault) {
    var plan = new Plan(methodRegex, pathRegex, text, fault, new CountDownLatch(1));
    synchronized (passed) {
      plans.add(plan);
    }
    return plan.struck;
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

  /** A client that comes this way, and comes again sooner than others where a watch breaks. */
  public KubernetesClient client() {
    try {
      var config = Config.fromKubeconfig(Files.readString(kubeconfig));
      config.setWatchReconnectInterval(50); // ms
      return new KubernetesClientBuilder().withConfig(config).build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keeps nothing of what passed so far; for whoever stays long. */
  public void forget() {
    synchronized (passed) {
      passed.clear();
    }
  }

  /** Breaks every connection, watches included; new ones are welcome. */
  public void cut() {
    open.forEach(Passage::close);
  }

  /** How many connections there are, watches included. */
  public int connections() {
    return open.size();
  }

  /** How many watches there are. */
  public int watches() {
    return watches(".*").size();
  }

  private List<Passage> watches(String pathRegex) {
    return open.stream()
        .filter(passage -> passage.watched().filter(path -> path.matches(pathRegex)).isPresent())
        .toList();
  }

  /** From the watches that there are, nothing arrives any more; new ones are as they should be. */
  public void freezeWatches() {
    watches(".*").forEach(Passage::freeze);
  }

  /** What frozen watches held up arrives after all. */
  public void thawWatches() {
    watches(".*").forEach(Passage::thaw);
  }

  /** Tells every watch that it asks for a past which the API server has forgotten. */
  public void expireWatches() {
    tell(".*", GONE);
  }

  /** Tells the watches of such paths what no API server says. */
  public void confuseWatches(String pathRegex) {
    tell(pathRegex, NONSENSE);
  }

  private void tell(String pathRegex, String event) {
    for (var watch : watches(pathRegex)) {
      try {
        watch.say(event);
      } catch (IOException _) {
        // it has just ended
      }
    }
  }

  /** Breaks every connection and refuses new ones, as an API server that is away. */
  public synchronized void goAway() {
    away = true;
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }

  /** Listens again, at the same address. */
  public synchronized void comeBack() {
    away = false;
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
    var context = Certificates.shared().trusted().serverContext();
    var socket = context.getServerSocketFactory().createServerSocket();
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
    var to = apiServer.get();
    try (client;
        var server = tls.getSocketFactory().createSocket(to.getHost(), to.getPort());
        var passage = new Passage(client, server)) {
      open.add(passage);
      try {
        if (!away) {
          passage.serve(this::arrived);
        }
      } finally {
        open.remove(passage);
      }
    } catch (IOException _) {
      // either side broke the connection
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<Fault> arrived(Passage.Request request) {
    if (request.isDryRun()) {
      return Optional.empty(); // whoever plans for a write means a real one
    }
    synchronized (passed) {
      passed.add(request);
      for (var plan : plans) {
        if (plan.matches(request)) {
          plans.remove(plan);
          plan.struck.countDown();
          return Optional.of(plan.fault);
        }
      }
    }
    return faults.strike(request.method(), request.path());
  }
}
