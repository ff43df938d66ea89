package dev.backupsync.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/**
 * The JDK's client and nothing else: it trusts the simulators' CA, repeats nothing and follows no
 * redirect.
 */
final class PlainClient {
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .sslContext(Certificates.shared().clientContext())
          .build();
  private Optional<String> bearer = Optional.empty();

  PlainClient bearer(String token) {
    bearer = Optional.of(token);
    return this;
  }

  HttpResponse<String> get(URI url, String... headers) throws IOException, InterruptedException {
    return send(request(url, headers).GET());
  }

  HttpResponse<String> post(URI url, String body, String... headers)
      throws IOException, InterruptedException {
    return send(
        request(url, headers)
            .POST(body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
  }

  HttpResponse<String> form(URI url, String body) throws IOException, InterruptedException {
    return post(url, body, "Content-Type", "application/x-www-form-urlencoded");
  }

  static JsonNode json(HttpResponse<String> response) {
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new AssertionError(response.body(), e);
    }
  }

  HttpClient http() {
    return http;
  }

  private HttpRequest.Builder request(URI url, String... headers) {
    var request = HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(20));
    bearer.ifPresent(token -> request.header("Authorization", "Bearer " + token));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request;
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }
}
