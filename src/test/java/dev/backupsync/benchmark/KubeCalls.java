package dev.backupsync.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/** The three calls that a client of the API server cannot do without: list, watch, write. */
final class KubeCalls {
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http;
  private final String syncs;

  private KubeCalls(HttpClient http, String syncs) {
    this.http = http;
    this.syncs = syncs;
  }

  static KubeCalls ofKubeconfig(SyncKind kind) throws IOException {
    var config = Config.autoConfigure(null);
    try {
      var tls = SSLContext.getInstance("TLS");
      tls.init(SSLUtils.keyManagers(config), SSLUtils.trustManagers(config), null);
      var base = config.getMasterUrl().replaceAll("/$", "");
      return new KubeCalls(
          HttpClient.newBuilder().sslContext(tls).build(),
          base
              + "/apis/backupsync.dev/v1alpha1/namespaces/"
              + Workload.NAMESPACE
              + "/"
              + kind.plural());
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  JsonNode list() throws IOException, InterruptedException {
    return json(send(HttpRequest.newBuilder(URI.create(syncs)).GET()));
  }

  /** Tells of every object that is added after this version; returns when the server ends it. */
  void watch(String resourceVersion, Consumer<JsonNode> added)
      throws IOException, InterruptedException {
    var from = URI.create(syncs + "?watch=true&resourceVersion=" + resourceVersion);
    var request = HttpRequest.newBuilder(from).GET().build();
    try (Stream<String> lines = http.send(request, BodyHandlers.ofLines()).body()) {
      // What was modified was modified by us: it need not even be parsed.
      lines
          .filter(line -> line.startsWith("{\"type\":\"ADDED\""))
          .map(KubeCalls::parse)
          .forEach(event -> added.accept(event.path("object")));
    } catch (UncheckedIOException _) {
      // broken off
    }
  }

  /**
   * Writes the status; fails where the object's resourceVersion is not the newest.
   *
   * @return the object as it is now
   */
  ObjectNode putStatus(ObjectNode object) throws IOException, InterruptedException {
    var status = syncs + "/" + object.path("metadata").path("name").asText() + "/status";
    var request =
        HttpRequest.newBuilder(URI.create(status))
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(object)));
    return (ObjectNode) json(send(request));
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    var response = http.send(request.build(), BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      throw new IOException(response + ": " + new String(response.body(), StandardCharsets.UTF_8));
    }
    return response;
  }

  private static JsonNode json(HttpResponse<byte[]> response) throws IOException {
    return JSON.readTree(response.body());
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new IllegalStateException(line, e);
    }
  }
}
