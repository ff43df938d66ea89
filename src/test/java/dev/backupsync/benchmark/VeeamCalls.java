package dev.backupsync.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The calls of Veeam's page on synchronizing, and no precaution: what the rivals are made of. */
final class VeeamCalls {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int NOT_FOUND = 404;

  private final HttpClient http;
  private final String url;
  private final String token;

  private VeeamCalls(HttpClient http, String url, String token) {
    this.http = http;
    this.url = url;
    this.token = token;
  }

  /** Logs in. */
  static VeeamCalls login(HttpClient http, String url, String user, String password)
      throws IOException, InterruptedException {
    var form =
        "grant_type=password&username=%s&password=%s&disable_antiforgery_token=true"
            .formatted(
                URLEncoder.encode(user, StandardCharsets.UTF_8),
                URLEncoder.encode(password, StandardCharsets.UTF_8));
    var request =
        HttpRequest.newBuilder(URI.create(url + "/v8/Token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form));
    var answer = expect(http.send(request.build(), BodyHandlers.ofByteArray()));
    return new VeeamCalls(http, url, JSON.readTree(answer).path("access_token").asText());
  }

  /** A client that trusts this CA alone. */
  static HttpClient client(String caPem) {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      var ca = new ByteArrayInputStream(caPem.getBytes(StandardCharsets.US_ASCII));
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(ca));
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      var tls = SSLContext.getInstance("TLS");
      tls.init(null, trust.getTrustManagers(), null);
      return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(tls).build();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Starts a run; gives the session's id. */
  String start(String repository) throws IOException, InterruptedException {
    var request =
        request("/v8/BackupRepositories/" + repository + "/Sync").POST(BodyPublishers.noBody());
    return json(http.send(request.build(), BodyHandlers.ofByteArray())).path("id").asText();
  }

  /** How far a run is; empty where the server does not know it (any more). */
  Optional<Integer> progress(String session) throws IOException, InterruptedException {
    var request = request("/v8/RepositorySynchronizeSessions/" + session).GET();
    var response = http.send(request.build(), BodyHandlers.ofByteArray());
    return response.statusCode() == NOT_FOUND
        ? Optional.empty()
        : Optional.of(json(response).path("progressPercent").asInt());
  }

  boolean isOutOfSync(String repository) throws IOException, InterruptedException {
    var request = request("/v8/BackupRepositories/" + repository).GET();
    return json(http.send(request.build(), BodyHandlers.ofByteArray()))
        .path("isOutOfSync")
        .asBoolean();
  }

  /** The ids of all sessions. */
  Set<String> sessions() throws IOException, InterruptedException {
    var request = request("/v8/RepositorySynchronizeSessions").GET();
    var ids = new HashSet<String>();
    json(http.send(request.build(), BodyHandlers.ofByteArray()))
        .forEach(session -> ids.add(session.path("id").asText()));
    return ids;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .header("Authorization", "Bearer " + token);
  }

  private static JsonNode json(HttpResponse<byte[]> response) throws IOException {
    return JSON.readTree(expect(response));
  }

  private static byte[] expect(HttpResponse<byte[]> response) throws IOException {
    if (response.statusCode() != 200) {
      throw new IOException(response + ": " + new String(response.body(), StandardCharsets.UTF_8));
    }
    return response.body();
  }
}
