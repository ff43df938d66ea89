package dev.backupsync.benchmark;

import dev.backupsync.simulator.VeeamServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The calls of Veeam's page on synchronizing. */
final class VeeamCalls implements VendorCalls {
  private static final int NOT_FOUND = 404;

  private final HttpClient http;
  private final String url;
  private final String token;
  private final Duration poll;
  private final SessionWatch watch;

  private VeeamCalls(HttpClient http, String url, String token, Duration poll) {
    this.http = http;
    this.url = url;
    this.token = token;
    this.poll = poll;
    this.watch = new SessionWatch(this::sessions, poll);
  }

  static VeeamCalls login(HttpClient http, String url, Duration poll)
      throws IOException, InterruptedException {
    var form =
        Map.of(
            "grant_type",
            "password",
            "username",
            VeeamServer.USER,
            "password",
            VeeamServer.PASSWORD,
            "disable_antiforgery_token",
            "true");
    return new VeeamCalls(http, url, VendorHttp.login(http, url + "/v8/Token", form), poll);
  }

  @Override
  public Started start(String repository) throws IOException, InterruptedException {
    var request =
        request("/v8/BackupRepositories/" + repository + "/Sync").POST(BodyPublishers.noBody());
    var session = VendorHttp.json(VendorHttp.send(http, request)).path("id").asText();
    return new Started(session, poll);
  }

  @Override
  public Optional<Integer> progress(String session) throws IOException, InterruptedException {
    var request = request("/v8/RepositorySynchronizeSessions/" + session).GET();
    var response = VendorHttp.send(http, request);
    return response.statusCode() == NOT_FOUND
        ? Optional.empty()
        : Optional.of(VendorHttp.json(response).path("progressPercent").asInt());
  }

  @Override
  public boolean isInOrder(String repository) throws IOException, InterruptedException {
    var request = request("/v8/BackupRepositories/" + repository).GET();
    var found = VendorHttp.json(VendorHttp.send(http, request));
    return !found.path("isOutOfSync").asBoolean();
  }

  @Override
  public void awaitEnd(String repository, Started run) throws IOException, InterruptedException {
    watch.awaitEnd(run.handle());
  }

  /** The ids of all sessions. */
  private Set<String> sessions() throws IOException, InterruptedException {
    var request = request("/v8/RepositorySynchronizeSessions").GET();
    var ids = new HashSet<String>();
    VendorHttp.json(VendorHttp.send(http, request))
        .forEach(session -> ids.add(session.path("id").asText()));
    return ids;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .header("Authorization", "Bearer " + token);
  }
}
