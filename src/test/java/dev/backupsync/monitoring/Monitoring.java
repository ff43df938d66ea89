package dev.backupsync.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import dev.backupsync.cluster.Stage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * A real Prometheus that reads one operator, a real Alertmanager, and who is told by it; set up by
 * the files that ship, in which only addresses are filled in and waits are shortened.
 */
final class Monitoring implements AutoCloseable {
  private static final Path SHIPPED = Path.of("deploy", "monitoring");
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Process> processes = new ArrayList<>();
  private final List<JsonNode> told = new CopyOnWriteArrayList<>();
  private final HttpServer receiver;
  private final int prometheus = freePort();
  private final int alertmanager = freePort();

  private Monitoring(HttpServer receiver) throws IOException {
    this.receiver = receiver;
  }

  /**
   * Starts them.
   *
   * @param folder for their files
   * @param operator the port of its metrics
   */
  static Monitoring of(Path folder, int operator) throws IOException {
    var receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var all = new Monitoring(receiver);
    all.listen();
    all.write(folder, operator);
    all.launch(
        folder,
        Program.ALERTMANAGER.command(
            "--config.file=alertmanager.yaml",
            "--storage.path=alertmanager",
            "--cluster.listen-address=",
            "--web.listen-address=127.0.0.1:" + all.alertmanager));
    all.launch(
        folder,
        Program.PROMETHEUS.command(
            "--config.file=prometheus.yaml",
            "--storage.tsdb.path=prometheus",
            "--web.listen-address=127.0.0.1:" + all.prometheus));
    return all;
  }

  private void listen() {
    receiver.createContext(
        "/alerts",
        exchange -> {
          try (exchange) {
            told.add(JSON.readTree(exchange.getRequestBody()));
            exchange.sendResponseHeaders(200, -1);
          }
        });
    receiver.start();
  }

  private void write(Path folder, int operator) throws IOException {
    Files.writeString(
        folder.resolve("prometheus.yaml"),
        Files.readString(SHIPPED.resolve("prometheus.yaml"))
            .replace("_interval: 30s", "_interval: 1s")
            .replace("\"alertmanager:9093\"", "\"127.0.0.1:" + alertmanager + "\"")
            .replace("backup-sync-operator.backup:8080", "127.0.0.1:" + operator));
    Files.writeString(
        folder.resolve("alerts.yaml"),
        Files.readString(SHIPPED.resolve("alerts.yaml")).replaceAll("for: \\d+m", "for: 1s"));
    Files.writeString(
        folder.resolve("alertmanager.yaml"),
        Files.readString(SHIPPED.resolve("alertmanager.yaml"))
            .replace("group_wait: 30s", "group_wait: 1s")
            .replace("group_interval: 5m", "group_interval: 1s")
            .replace("receiver.example:8080", "127.0.0.1:" + receiver.getAddress().getPort()));
  }

  private void launch(Path folder, List<String> command) throws IOException {
    var log = folder.resolve(processes.size() + ".log").toFile();
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    var process = builder.redirectErrorStream(true).redirectOutput(log).start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    processes.add(process);
  }

  /** What Prometheus answers to a query now; nothing as long as it does not listen. */
  List<Sample> query(String query) throws InterruptedException {
    return get("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
        .path("data")
        .path("result")
        .valueStream()
        .map(Sample::of)
        .toList();
  }

  /** What the rules of Prometheus found wrong with themselves. */
  List<String> troubleWithRules() throws InterruptedException {
    return get("/api/v1/rules").path("data").path("groups").findValues("lastError").stream()
        .map(JsonNode::asText)
        .filter(error -> !error.isEmpty())
        .toList();
  }

  private JsonNode get(String path) throws InterruptedException {
    var uri = URI.create("http://127.0.0.1:" + prometheus + path);
    try {
      var answer = http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
      var json = JSON.readTree(answer.body());
      if (json.path("status").asText().equals("error")) {
        throw new AssertionError(json.path("error").asText());
      }
      return json;
    } catch (IOException _) {
      return JSON.missingNode(); // not yet
    }
  }

  /** Returns once Prometheus has read the operator. */
  void awaitScrape() {
    Stage.awaitUntil(() -> !query("up == 1").isEmpty());
  }

  /** Of all alerts that the receiver was told: those of this status and name. */
  Stream<JsonNode> told(String status, String alert) {
    return told.stream()
        .flatMap(message -> message.path("alerts").valueStream())
        .filter(one -> one.path("status").asText().equals(status))
        .filter(one -> one.path("labels").path("alertname").asText().equals(alert));
  }

  String alertmanagerUrl() {
    return "http://127.0.0.1:" + alertmanager;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    processes.forEach(process -> process.destroyForcibly().onExit().join());
    receiver.stop(0);
    http.close();
  }
}
