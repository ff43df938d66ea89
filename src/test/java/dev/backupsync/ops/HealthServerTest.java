package dev.backupsync.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthServerTest {
  @AutoClose private final HttpClient client = HttpClient.newHttpClient();
  private List<String> ailing = List.of();
  @AutoClose private HealthServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        HealthServer.start(
            0,
            () -> ailing,
            () -> {
              throw new StackOverflowError();
            },
            out -> out.write("metrics".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void whoIsWellSaysSo() throws Exception {
    var answer = get("/livez");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("ok\n");
  }

  @Test
  void whoIsNotSaysWhy() throws Exception {
    ailing = List.of("The watch of Secret a/b has stopped", "Another thing");

    var answer = get("/livez");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body())
        .isEqualTo("not ok\nThe watch of Secret a/b has stopped\nAnother thing\n");
  }

  @Test
  void anErrorIsAnswered() throws Exception {
    var answer = get("/readyz");

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).isEqualTo("not ok\nStackOverflowError\n");
    assertThat(get("/metrics").body()).isEqualTo("metrics");
  }

  @Test
  void metricsAreZippedForWhoTakesThem() throws Exception {
    var uri = URI.create("http://127.0.0.1:" + server.port() + "/metrics");
    var request = HttpRequest.newBuilder(uri).header("Accept-Encoding", "gzip").build();

    var answer = client.send(request, BodyHandlers.ofInputStream());

    assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(answer.headers().firstValue("Content-Type")).get().asString().contains("0.0.4");
    try (var body = new GZIPInputStream(answer.body())) {
      assertThat(body).hasContent("metrics");
    }
  }

  private HttpResponse<String> get(String path) throws Exception {
    var uri = URI.create("http://127.0.0.1:" + server.port() + path);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }
}
