package dev.backupsync.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backupsync.simulator.AzureServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** The calls of Azure's page on syncing a backup instance. */
final class AzureCalls implements VendorCalls {
  private static final String VERSION = "?api-version=2024-04-01";
  private static final int HANDS = 32;

  private final HttpClient http;
  private final String url;
  private final String token;
  private final Duration poll;
  private final Semaphore hands = new Semaphore(HANDS, true);

  private AzureCalls(HttpClient http, String url, String token, Duration poll) {
    this.http = http;
    this.url = url;
    this.token = token;
    this.poll = poll;
  }

  static AzureCalls login(HttpClient http, String url, Duration poll)
      throws IOException, InterruptedException {
    var form =
        Map.of(
            "grant_type",
            "client_credentials",
            "client_id",
            AzureServer.CLIENT_ID,
            "client_secret",
            AzureServer.CLIENT_SECRET,
            "scope",
            url + "/.default");
    var authority = url + "/" + AzureServer.TENANT + "/oauth2/v2.0/token";
    return new AzureCalls(http, url, VendorHttp.login(http, authority, form), poll);
  }

  @Override
  public Started start(String instance) throws IOException, InterruptedException {
    var request =
        request(url + instance + "/sync" + VERSION)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"syncType\":\"Default\"}"));
    var response = VendorHttp.success(VendorHttp.send(http, request));
    var operation = response.headers().firstValue("Azure-AsyncOperation");
    return new Started(
        operation.orElseThrow(() -> new IOException("No operation: " + response)), pause(response));
  }

  /** Azure tells no percentage of a sync. */
  @Override
  public Optional<Integer> progress(String operation) throws IOException, InterruptedException {
    var document = VendorHttp.json(VendorHttp.send(http, request(operation).GET()));
    return isRunning(document) ? Optional.of(0) : Optional.empty();
  }

  @Override
  public boolean isInOrder(String instance) throws IOException, InterruptedException {
    var found = VendorHttp.json(VendorHttp.send(http, request(url + instance + VERSION).GET()));
    return isProtected(found);
  }

  @Override
  public void awaitEnd(String instance, Started run) throws IOException, InterruptedException {
    var pause = run.pause();
    boolean running;
    do {
      Thread.sleep(pause);
      var response = bounded(run.handle());
      pause = pause(response);
      running = isRunning(VendorHttp.json(response));
    } while (running);
    while (!isListedAsProtected(instance)) {
      Thread.sleep(pause);
    }
  }

  private boolean isListedAsProtected(String instance) throws IOException, InterruptedException {
    var list = url + instance.substring(0, instance.lastIndexOf('/')) + VERSION;
    for (var listed : VendorHttp.json(bounded(list)).path("value")) {
      if (listed.path("id").asText().equalsIgnoreCase(instance)) {
        return isProtected(listed);
      }
    }
    throw new IOException("Not listed: " + instance);
  }

  /** Not all who wait at once. */
  private HttpResponse<byte[]> bounded(String from) throws IOException, InterruptedException {
    hands.acquire();
    try {
      return VendorHttp.send(http, request(from).GET());
    } finally {
      hands.release();
    }
  }

  private Duration pause(HttpResponse<byte[]> response) {
    var told = response.headers().firstValueAsLong("Retry-After");
    return told.isPresent() ? Duration.ofSeconds(told.getAsLong()) : poll;
  }

  private static boolean isRunning(JsonNode operation) throws IOException {
    return switch (operation.path("status").asText()) {
      case "Succeeded" -> false;
      case "Failed", "Canceled" -> throw new IOException("It did not succeed: " + operation);
      default -> true;
    };
  }

  private static boolean isProtected(JsonNode instance) {
    var state = instance.path("properties").path("currentProtectionState").asText();
    return state.equals("ProtectionConfigured");
  }

  private HttpRequest.Builder request(String target) {
    return HttpRequest.newBuilder(URI.create(target))
        .header("Authorization", "Bearer " + token)
        .header("Accept", "application/json");
  }
}
